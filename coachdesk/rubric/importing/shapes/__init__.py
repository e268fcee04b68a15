"""The shapes that ladders come in; each turns neutral form into findings, or says why it is none."""
