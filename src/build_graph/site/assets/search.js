/* The search box in the head of every page: any name or code of a term, by keyboard alone. */
(function () {
  "use strict";
  var box = document.getElementById("q"), list = document.getElementById("hits"), root = document.documentElement.dataset.root, at = -1;
  document.documentElement.classList.add("script");
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", "hits");
  box.setAttribute("aria-autocomplete", "list");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");

  function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var index = pathkgIndex.map(function (row) {
    return { row: row, names: [row[0]].concat(row[3]).map(plain) };
  });

  /* Lower is better: the whole name, its beginning, the beginning of a word in it, anywhere. */
  function rank(names, wanted) {
    var best = 9;
    names.forEach(function (name, n) {
      var where = name.indexOf(wanted), further = n ? 0.5 : 0;
      if (where < 0) return;
      var here = name === wanted ? 0 : where === 0 ? 1 : /[a-z0-9]/.test(name[where - 1]) ? 3 : 2;
      best = Math.min(best, here + further);
    });
    return best;
  }
  window.pathkgFind = function (text, most) {
    var wanted = plain(text.trim());
    if (!wanted) return [];
    return index.map(function (entry) { return { row: entry.row, names: entry.names, rank: rank(entry.names, wanted) }; })
      .filter(function (hit) { return hit.rank < 9; })
      .sort(function (a, b) { return a.rank - b.rank || a.row[0].length - b.row[0].length; })
      .slice(0, most)
      .map(function (hit) {
        var also = hit.names[0].indexOf(wanted) < 0 ? hit.row[3].find(function (name) { return plain(name).indexOf(wanted) >= 0; }) : "";
        return { label: hit.row[0], kind: hit.row[1], href: root + hit.row[2], also: also || "" };
      });
  };

  function show() {
    var hits = window.pathkgFind(box.value, 12);
    list.textContent = "";
    at = -1;
    box.removeAttribute("aria-activedescendant");
    hits.forEach(function (hit, n) {
      var option = document.createElement("a"), soft = document.createElement("span");
      option.href = hit.href;
      option.id = "hit-" + n;
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      soft.className = "soft";
      soft.textContent = hit.kind + (hit.also ? ", also " + hit.also : "");
      option.append(hit.label + " ", soft);
      list.append(option);
    });
    if (box.value.trim() && !hits.length) {
      var none = document.createElement("div");
      none.className = "none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-selected", "false");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "Nothing is called so.";
      list.append(none);
    }
    open(Boolean(box.value.trim()));
  }
  function open(yes) {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
  }
  function move(step) {
    var options = list.querySelectorAll("a");
    if (!options.length) return;
    if (at >= 0) options[at].setAttribute("aria-selected", "false");
    at = (at + step + options.length) % options.length;
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[at].id);
  }
  box.addEventListener("input", show);
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { if (list.hidden) show(); else move(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { move(-1); event.preventDefault(); }
    else if (event.key === "Escape") { open(false); }
    else if (event.key === "Enter") {
      var options = list.querySelectorAll("a");
      if (!list.hidden && options.length && (at >= 0 || options.length === 1)) { event.preventDefault(); location.href = options[Math.max(at, 0)].href; }
    }
  });
  document.addEventListener("click", function (event) { if (!event.target.closest(".search")) open(false); });
  box.form.addEventListener("focusout", function (event) { if (event.relatedTarget && !event.relatedTarget.closest(".search")) open(false); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { event.preventDefault(); box.focus(); }
  });

  /* A link to something inside a folded part opens the part; paper shows all of it. */
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (var up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    var own = target.querySelector(":scope > details");
    if (own) own.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.why, details.said").forEach(function (each) { each.open = true; });
  });
  unfold();
})();
