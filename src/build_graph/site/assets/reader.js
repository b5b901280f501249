/* Click a sentence: the claims that stand on it. Click a claim: its exact words light up. */
(function () {
  "use strict";
  var pieces = Array.from(document.querySelectorAll(".lines .seg")), places = Array.from(document.querySelectorAll(".said > ul > li")), lit = document.getElementById("lit");
  if (!pieces.length) return;
  document.querySelector(".tools").hidden = false;

  function clear() {
    document.querySelectorAll(".lit").forEach(function (each) { each.classList.remove("lit", "named"); });
    lit.textContent = "";
  }
  function inside(piece, start, end) { return +piece.dataset.s >= start && +piece.dataset.e <= end; }
  function light(place) {
    var names = place.dataset.marks.split(" ").filter(Boolean).map(function (mark) { return mark.slice(mark.lastIndexOf(":") + 1).split("-").map(Number); });
    pieces.forEach(function (piece) {
      var named = names.some(function (name) { return inside(piece, name[0], name[1]); });
      if (named || inside(piece, +place.dataset.s, +place.dataset.e)) piece.classList.add("lit");
      if (named) piece.classList.add("named");
    });
    place.classList.add("lit");
  }
  function choose(place) {
    clear();
    light(place);
    lit.textContent = "Lit: the words of one claim";
    try { history.replaceState(null, "", "#" + place.id); } catch (refused) { /* as in terms.js */ }
  }
  function ask(piece) {
    var line = piece.closest(".line"), folded = line.querySelector("details.said"), found = 0;
    clear();
    if (folded) folded.open = true;
    line.querySelectorAll(".said > ul > li").forEach(function (place) {
      if (+place.dataset.s <= +piece.dataset.s && +place.dataset.e >= +piece.dataset.e) { place.classList.add("lit"); found += 1; }
    });
    piece.classList.add("lit", "named");
    lit.textContent = found + (found === 1 ? " claim stands" : " claims stand") + " on these words";
  }
  places.forEach(function (place) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "light";
    button.textContent = "show its words";
    button.setAttribute("aria-label", "show its words: " + place.querySelector(".to-why .hidden").textContent.trim());
    place.querySelector("p").append(" ", button);
    place.addEventListener("click", function (event) { if (!event.target.closest("a, summary")) choose(place); });
  });
  pieces.forEach(function (piece) {
    if (piece.classList.contains("read")) piece.addEventListener("click", function () { if (!String(getSelection())) ask(piece); });
  });
  document.getElementById("open-all").addEventListener("click", function (event) {
    var open = event.target.getAttribute("aria-pressed") !== "true";
    document.querySelectorAll("details.said").forEach(function (each) { each.open = open; });
    event.target.setAttribute("aria-pressed", String(open));
  });
  document.getElementById("clear").addEventListener("click", function () { clear(); });
  function arrive() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1)), place = target && target.closest(".said > ul > li");
    if (place) { clear(); light(place); place.scrollIntoView({ block: "center" }); }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
