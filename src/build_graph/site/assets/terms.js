/* The list of terms narrows as you type; what was typed is in the address, so that it can be linked and back works. */
(function () {
  "use strict";
  var box = document.getElementById("filter"), count = document.getElementById("count"), list = document.getElementById("alphabet");
  var items = Array.from(list.querySelectorAll("li")), hrefs = items.map(function (item) { return item.querySelector("a").href; });
  document.querySelector(".filter").hidden = false;

  function narrow() {
    var wanted = box.value.trim(), hits = new Set(window.pathkgFind(wanted, 100000).map(function (hit) { return new URL(hit.href, location.href).href; }));
    var shown = 0;
    items.forEach(function (item, n) {
      item.hidden = Boolean(wanted) && !hits.has(hrefs[n]);
      if (!item.hidden) shown += 1;
    });
    list.querySelectorAll(".letter").forEach(function (letter) { letter.hidden = !letter.querySelector("li:not([hidden])"); });
    count.textContent = wanted ? shown + " of " + items.length : "";
  }
  function read() {
    box.value = new URLSearchParams(location.search).get("q") || "";
    narrow();
  }
  box.addEventListener("input", function () {
    var wanted = box.value.trim();
    narrow();
    try { history.replaceState(null, "", wanted ? "?q=" + encodeURIComponent(wanted) : location.pathname); } catch (refused) { /* a file may not rewrite its address in some browsers */ }
  });
  window.addEventListener("popstate", read);
  read();
})();
