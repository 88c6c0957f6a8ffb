// Keeps an open page true: when something changed at the school, the main part is fetched anew.
"use strict";
(() => {
  const own = document.querySelector("script[data-moi]");
  if (!own || !window.EventSource) return;
  let waits = false;

  const isBusy = () => {
    const at = document.activeElement;
    if (at && at.closest("#chinh form") && at.matches("input, select, textarea")) return true;
    // What was typed or chosen and not sent yet is not to be lost.
    return [...document.querySelectorAll("#chinh form[method=post]")].some((form) =>
      [...form.elements].some((one) =>
        (one.type === "file" && one.files.length) ||
        (one.matches("textarea, input:not([type=hidden])") && one.value !== one.defaultValue)));
  };

  const renew = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("chinh");
    const old = document.getElementById("chinh");
    if (!fresh || isBusy()) { offer(); return; }
    const kept = document.activeElement && document.activeElement.getAttribute("href");
    old.replaceChildren(...fresh.childNodes);
    const again = kept && [...old.querySelectorAll("a")].find((a) => a.getAttribute("href") === kept);
    if (again) again.focus({ preventScroll: true });
    waits = false;
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

  const source = new EventSource(`/moi?tu=${own.dataset.moi}`);
  source.addEventListener("message", () => {
    if (waits) return;
    waits = true;
    if (isBusy()) { waits = false; offer(); return; }
    renew().catch(() => { waits = false; }).finally(() => { waits = false; });
  });
})();
