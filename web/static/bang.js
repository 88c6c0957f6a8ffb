// Keeps an open page true: when something changed at the school, the main part is fetched anew.
"use strict";
(() => {
  const own = document.querySelector("script[data-moi]");
  if (!own || !window.EventSource) return;
  const part = own.dataset.phan || "chinh";
  let waits = false;
  let again = false;

  const isBusy = () => {
    const at = document.activeElement;
    if (at && at.closest(`#${part} form`) && at.matches("input, select, textarea")) return true;
    // What was typed or chosen and not sent yet is not to be lost.
    return [...document.querySelectorAll(`#${part} form[method=post]`)].some((form) =>
      [...form.elements].some((one) =>
        (one.type === "file" && one.files.length) ||
        (one.matches("textarea, input:not([type=hidden])") && one.value !== one.defaultValue)));
  };

  const renew = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) { offer(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part);
    const old = document.getElementById(part);
    if (!fresh || isBusy()) { offer(); return; }
    const kept = document.activeElement && document.activeElement.getAttribute("href");
    old.replaceChildren(...fresh.childNodes);
    toTheEnd();
    const link = kept && [...old.querySelectorAll("a")].find((a) => a.getAttribute("href") === kept);
    if (link) link.focus({ preventScroll: true });
  };

  const toTheEnd = () => {
    const list = document.querySelector("[data-cuoi]");
    if (list) list.scrollTop = list.scrollHeight;
  };

  const offer = () => {
    if (document.getElementById("co-moi")) return;
    const button = document.createElement("button");
    button.id = "co-moi";
    button.className = "chinh";
    button.textContent = own.dataset.loi;
    button.addEventListener("click", () => location.reload());
    document.body.append(button);
  };

  const changed = async () => {
    // What comes while the page is fetched may not be in it yet.
    if (waits) { again = true; return; }
    if (isBusy()) { offer(); return; }
    waits = true;
    do {
      again = false;
      await renew().catch(() => {});
    } while (again);
    waits = false;
  };

  toTheEnd();
  const source = new EventSource(`${own.dataset.nguon}?tu=${own.dataset.moi}`);
  source.addEventListener("message", changed);
  // The session is over, or the server takes no more listeners: this page may be out of date.
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) offer(); });
})();
