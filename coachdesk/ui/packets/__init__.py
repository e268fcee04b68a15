"""Packets on paper: one layout for preview, print and PDF."""
