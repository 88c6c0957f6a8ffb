// Inside Telegram the page's address carries what Telegram signed, after "#": it is posted to us.
"use strict";
(() => {
  const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  const form = document.getElementById("vao");
  if (!signed || !form) return;
  form.elements["du-lieu"].value = signed;
  history.replaceState(null, "", location.pathname);
  form.submit();
})();
