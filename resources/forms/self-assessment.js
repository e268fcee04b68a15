"use strict";
// The form needs no network and no library. What is typed stays in this browser until it is downloaded.
(() => {
  const holder = JSON.parse(document.getElementById("content").textContent);
  const words = holder.words;
  const storeName = "coachdesk-form-" + holder.form_key;
  const main = document.querySelector("main");
  const status = document.getElementById("status");
  let content = null, secret = null, answers = {}, timer = 0;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const toText = (bytes) => {
    let letters = "";
    for (const byte of new Uint8Array(bytes)) letters += String.fromCharCode(byte);
    return btoa(letters);
  };
  const deriveKey = async (passphrase, salt, iterations) => {
    const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
    const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, base,
      { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const extra = (use) => new TextEncoder().encode("coachdesk-form/1 " + use + " " + holder.form_key);
  const seal = async (value, use) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: extra(use) }, secret, text);
    return { kdf: "PBKDF2-SHA256", iterations: holder.sealed.iterations, salt: holder.sealed.salt,
      iv: toText(iv), data: toText(data) };
  };
  const open = async (sealed, use) => {
    const clear = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: toBytes(sealed.iv), additionalData: extra(use) }, secret, toBytes(sealed.data));
    return JSON.parse(new TextDecoder().decode(clear));
  };

  const say = (text, isProblem = false) => {
    status.textContent = text;
    status.classList.toggle("problem", isProblem);
  };
  const isGiven = (answer) => Boolean(answer && (answer.step || answer.not_applicable));
  const countGiven = () => content.competencies.filter((one) => isGiven(answers[one.id])).length;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const progress = () => fill(words.progress, { done: countGiven(), all: content.competencies.length });

  const keep = async () => {
    try {
      localStorage.setItem(storeName, JSON.stringify(secret ? await seal(answers, "draft") : answers));
      say(progress() + " · " + fill(words.kept, { time: new Date().toLocaleTimeString() }));
    } catch (error) {
      say(words.not_kept, true);
    }
  };
  const bringBack = async () => {
    try {
      const kept = JSON.parse(localStorage.getItem(storeName) || "{}");
      answers = secret && kept.data ? await open(kept, "draft") : secret ? {} : kept;
    } catch (error) {
      answers = {};
    }
  };
  const change = (id, part) => {
    answers[id] = { ...answers[id], ...part };
    say(progress());
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };

  const choice = (one, value, text, describedBy) => {
    const answer = answers[one.id] || {};
    const isNone = value === "";
    const isAway = value === "n/a";
    const input = make("input", { type: "radio", name: one.id, value });
    if (describedBy) input.setAttribute("aria-describedby", describedBy);
    input.checked = isAway ? answer.not_applicable === true : isNone ? !isGiven(answer) : answer.step === value;
    input.addEventListener("change", () =>
      change(one.id, { step: isNone || isAway ? "" : value, not_applicable: isAway }));
    return make("label", {}, input, text);
  };
  const level = (one, place) => {
    const named = one.id + "-" + place.id;
    const list = make("ul", { id: named }, ...place.lines.map((line) => make("li", {}, line)));
    const title = place.title + (place.id === content.target ? " · " + words.target : "");
    const marks = place.steps.map((step) => choice(one, step.id, step.label, named));
    return make("div", { class: "level" + (place.id === content.target ? " target" : "") },
      make("b", {}, title), list, ...marks);
  };
  const competency = (one) => {
    const answer = answers[one.id] || {};
    const near = one.places.filter((place) => place.is_near).map((place) => level(one, place));
    const far = one.places.filter((place) => !place.is_near).map((place) => level(one, place));
    const comment = make("textarea", { maxlength: "4000" });
    comment.value = answer.comment || "";
    comment.addEventListener("input", () => change(one.id, { comment: comment.value }));
    const confidence = make("select", {}, ...["low", "medium", "high"].map((value) => {
      const option = make("option", { value }, words[value]);
      option.selected = (answer.confidence || "medium") === value;
      return option;
    }));
    confidence.addEventListener("change", () => change(one.id, { confidence: confidence.value }));
    const box = make("fieldset", {}, make("legend", {}, one.name));
    if (one.description) box.append(make("p", { class: "soft" }, one.description));
    box.append(...near);
    if (far.length) box.append(make("details", {}, make("summary", {}, words.other_levels), ...far));
    box.append(make("div", { class: "level" }, choice(one, "", words.open), choice(one, "n/a", words.not_applicable)),
      make("label", { class: "field" }, make("span", {}, fill(words.comment, { name: one.name })), comment),
      make("label", { class: "field" }, make("span", {}, fill(words.confidence, { name: one.name })), confidence));
    return box;
  };

  const download = async () => {
    const marks = content.competencies.filter((one) => answers[one.id]).map((one) => ({
      competency: one.id, step: answers[one.id].step || "", not_applicable: Boolean(answers[one.id].not_applicable),
      confidence: answers[one.id].confidence || "medium", comment: answers[one.id].comment || "" }));
    const given = { review_id: content.review_id, person_id: content.person_id, ladder: content.ladder,
      ladder_hash: content.ladder_hash, written_at: new Date().toISOString(), marks };
    const answer = { format: "coachdesk-answer/1", form_key: holder.form_key };
    if (secret) answer.sealed = await seal(given, "answer"); else answer.answer = given;
    const link = make("a", { download: "self-assessment-answer.json",
      href: URL.createObjectURL(new Blob([JSON.stringify(answer, null, 1)], { type: "application/json" })) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(words.downloaded);
  };

  const show = async () => {
    await bringBack();
    main.replaceChildren(make("h1", {}, words.title), make("p", {}, content.heading),
      make("p", { class: "soft" }, words.intro));
    let area = null;
    for (const one of content.competencies) {
      if (one.area && one.area !== area) main.append(make("h2", {}, one.area));
      area = one.area;
      main.append(competency(one));
    }
    const button = make("button", { type: "button" }, words.download);
    button.addEventListener("click", download);
    document.querySelector("#foot div").append(button);
    document.getElementById("foot").hidden = false;
    say(progress());
  };
  const ask = () => {
    const typed = make("input", { type: "password", autocomplete: "off" });
    const button = make("button", { type: "submit" }, words.open_form);
    const problem = make("p", { class: "problem", role: "alert" });
    const form = make("form", {}, make("label", { class: "field" }, make("span", {}, words.passphrase), typed),
      problem, button);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        secret = await deriveKey(typed.value, toBytes(holder.sealed.salt), holder.sealed.iterations);
        content = await open(holder.sealed, "form");
      } catch (error) {
        problem.textContent = words.wrong_passphrase;
        button.disabled = false;
        return;
      }
      await show();
    });
    main.replaceChildren(make("h1", {}, words.title), form);
    typed.focus();
  };

  if (holder.sealed) ask();
  else { content = holder.content; show(); }
})();
