/* The query page: Oxigraph in this browser, over the release that is embedded beside it. Nothing is sent anywhere. */
(function () {
  "use strict";
  var editor = document.getElementById("sparql"), choice = document.getElementById("question"), status = document.getElementById("status");
  var settings = document.getElementById("settings"), place = document.getElementById("answer"), tools = document.getElementById("tools");
  var catalogue = JSON.parse(document.getElementById("catalogue").textContent), root = document.documentElement.dataset.root;
  var homes = JSON.parse(document.getElementById("homes").textContent), base = document.getElementById("homes").dataset.base, lines = document.getElementById("homes").dataset.document, store = null, last = null;

  function script(name) {
    return new Promise(function (done, failed) {
      var each = document.createElement("script");
      each.src = root + "assets/" + name;
      each.onload = done;
      each.onerror = function () { failed(new Error(name + " could not be loaded")); };
      document.head.append(each);
    });
  }
  async function unpacked(text) {
    var bytes = Uint8Array.from(atob(text), function (sign) { return sign.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  async function load() {
    if (store) return store;
    status.textContent = "Loading the engine and the graph …";
    await Promise.all(["oxigraph.js", "oxigraph-wasm.js", "graph.js"].map(script));
    await oxigraph.init({ module_or_path: await unpacked(pathkgWasm[0]) });
    var made = new oxigraph.Store(), n = 0;
    for (var part of pathkgGraph) {
      n += 1;
      made.load(new TextDecoder().decode(await unpacked(part)), { format: "text/turtle", base_iri: "urn:pathkg:" + n });
    }
    store = made;
    return store;
  }

  /* A setting becomes an RDF term, never query text of its own. A name of a term, any name, stands for the term. */
  function term(text, query, like, kind) {
    var spaces = {}, curie = /^([A-Za-z][\w-]*):([\w.-]+)$/, usual = curie.exec(like || ""), given = text.trim(), found;
    query.replace(/^[ \t]*PREFIX[ \t]+([\w-]*):[ \t]*<([^>]*)>/gim, function (whole, prefix, space) { spaces[prefix] = space; });
    if (kind === "xsd:string") return JSON.stringify(given.replace(/^"(.*)"$/, "$1"));
    if (usual && !curie.test(given) && !/^</.test(given)) {
      var known = named(given);
      if (known) return "<" + known + ">";
      if (/^[\w.-]+$/.test(given)) given = usual[1] + ":" + given;
    }
    if ((found = curie.exec(given))) {
      if (!(found[1] in spaces)) throw new Error("The prefix " + found[1] + " is not declared in the query.");
      return "<" + spaces[found[1]] + found[2] + ">";
    }
    if (/^<[^<>"{}|\\^`\s]+>$/.test(given)) return given;
    if (usual) throw new Error("The release knows no " + JSON.stringify(given) + ".");
    if (/^[+-]?\d+(\.\d+)?$/.test(given) || given === "true" || given === "false") return given;
    return JSON.stringify(given.replace(/^"(.*)"$/, "$1"));
  }
  function named(text) {
    var wanted = text.toLowerCase().replace(/\s+/g, " "), row = pathkgIndex.find(function (each) {
      return /^(term|candidate)\//.test(each[2]) && [each[0]].concat(each[3]).some(function (name) { return name.toLowerCase() === wanted; });
    });
    return row ? base + row[2].replace(/\.html$/, "") : "";
  }
  /* Behind the bracket that opens the query's outermost group: comments, addresses and strings hide brackets. */
  function outermost(text) {
    var token = /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[(){}]|[A-Za-z]+/g;
    var before = "", depth = 0, found;
    while ((found = token.exec(text))) {
      if (found[0][0] === "#") continue;
      if (found[0] === "{" && depth === 0 && before !== "CONSTRUCT") return token.lastIndex;
      depth += { "{": 1, "(": 1, "}": -1, ")": -1 }[found[0]] || 0;
      before = found[0].toUpperCase();
    }
    return -1;
  }
  function bound(query) {
    var names = [], terms = [], chosen = catalogue.find(function (each) { return each.name === choice.value; }), place;
    settings.querySelectorAll("input").forEach(function (input) {
      names.push("?" + input.name);
      terms.push(term(input.value, query, chosen && chosen.defaults[input.name], chosen && chosen.kinds[input.name]));
    });
    if (!names.length) return query;
    var clause = " VALUES (" + names.join(" ") + ") { (" + terms.join(" ") + ") } ";
    place = outermost(query);
    return place < 0 ? query + "\n" + clause : query.slice(0, place) + clause + query.slice(place);
  }

  function cells(found) {
    if (typeof found === "boolean") return { columns: ["answer"], rows: [[{ value: String(found) }]] };
    if (found.length && !(found[0] instanceof Map)) {
      return { columns: ["subject", "predicate", "object"], rows: found.map(function (quad) { return [quad.subject, quad.predicate, quad.object]; }) };
    }
    var columns = last.variables || (found.length ? Array.from(found[0].keys()) : []);
    return { columns: columns, rows: found.map(function (row) { return columns.map(function (name) { return row.get(name); }); }) };
  }
  /* Where a term has a page here, its cell is a link to it. */
  function home(iri) {
    for (var each of homes) if (iri.startsWith(each[0])) {
      var rest = iri.slice(each[0].length);
      if (each[2] === "page" && !rest.includes("/")) return root + each[1] + rest + ".html";
      if (each[2] === "anchor" && !rest.includes("/")) return root + each[1] + rest;
    }
    return "";
  }
  function draw(answer) {
    var table = document.createElement("table"), head = table.createTHead().insertRow(), body = table.createTBody();
    table.createCaption().textContent = answer.rows.length + (answer.rows.length === 1 ? " row" : " rows");
    /* What has a label beside it (x beside xLabel) is shown as the label, linked. */
    var shown = answer.columns.map(function (name, n) { return n; }).filter(function (n) { return !answer.columns.includes(answer.columns[n] + "Label"); });
    var behind = shown.map(function (n) { return /Label$/.test(answer.columns[n]) ? answer.columns.indexOf(answer.columns[n].replace(/Label$/, "")) : -1; });
    shown.forEach(function (n) {
      var cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = answer.columns[n].replace(/Label$/, "");
      head.append(cell);
    });
    answer.rows.forEach(function (row) {
      var line = body.insertRow();
      shown.forEach(function (n, k) {
        var node = row[n], cell = line.insertCell(), other = behind[k] >= 0 ? row[behind[k]] : node;
        var target = node && other && other.termType === "NamedNode" ? home(other.value) : "";
        if (node && answer.columns[n] === "line" && lines) target = root + lines + "#line-" + node.value;
        if (target) {
          var link = document.createElement("a");
          link.href = target;
          link.textContent = node === other && node.termType === "NamedNode" ? node.value.split(/[#/]/).pop() : node.value;
          link.title = other.value;
          cell.append(link);
        } else cell.textContent = node ? node.value : "";
      });
    });
    place.replaceChildren(table);
  }
  function problem(text) {
    var note = document.createElement("p");
    note.className = "problem";
    note.setAttribute("role", "alert");
    note.textContent = text;
    place.replaceChildren(note);
    tools.hidden = true;
  }
  async function run() {
    try {
      await load();
      var began = performance.now(), query = bound(editor.value), json = null;
      if (/^(\s|#.*|(PREFIX|BASE)\b.*)*SELECT/i.test(query)) json = JSON.parse(store.query(query, { results_format: "json" }));
      last = { variables: json && json.head.vars };
      last.answer = json ? { columns: json.head.vars, rows: json.results.bindings.map(function (row) {
        return json.head.vars.map(function (name) {
          var cell = row[name];
          return cell && { value: cell.value, termType: cell.type === "uri" ? "NamedNode" : "Literal" };
        });
      }) } : cells(store.query(query));
      draw(last.answer);
      tools.hidden = false;
      status.textContent = last.answer.rows.length + " rows in " + Math.round(performance.now() - began) + " ms, in this browser";
    } catch (error) {
      status.textContent = "";
      problem(String(error.message || error));
    }
  }

  function choose(name, given) {
    var chosen = catalogue.find(function (each) { return each.name === name; });
    settings.replaceChildren();
    if (!chosen) return;
    choice.value = name;
    editor.value = chosen.text;
    Object.keys(chosen.defaults).forEach(function (key) {
      var label = document.createElement("label"), input = document.createElement("input");
      input.name = key;
      input.value = (given && given.get("set." + key)) || chosen.defaults[key];
      input.spellcheck = false;
      label.append(key + " ", input);
      settings.append(label);
    });
    document.getElementById("asked").textContent = chosen.question || chosen.summary;
  }
  function shared() {
    var chosen = catalogue.find(function (each) { return each.name === choice.value; }), said = new URLSearchParams();
    if (chosen) said.set("q", chosen.name);
    if (!chosen || chosen.text !== editor.value) said.set("sparql", editor.value);
    settings.querySelectorAll("input").forEach(function (input) { said.set("set." + input.name, input.value); });
    return said.toString();
  }
  function arrive() {
    var said = new URLSearchParams(location.hash.slice(1));
    choose(said.get("q") || (said.has("sparql") ? "" : catalogue.length ? catalogue[0].name : ""), said);
    if (said.has("sparql")) {
      editor.value = said.get("sparql");
      if (!said.has("q")) choice.value = "";
    }
    if (location.hash.length > 1) run();
  }
  function quoted(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }
  function save(name, type, text) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
  choice.addEventListener("change", function () { choose(choice.value); if (!choice.value) { editor.value = ""; document.getElementById("asked").textContent = ""; } });
  document.getElementById("run").addEventListener("click", run);
  editor.addEventListener("keydown", function (event) { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
  document.getElementById("csv").addEventListener("click", function () {
    var rows = [last.answer.columns].concat(last.answer.rows.map(function (row) { return row.map(function (node) { return node ? node.value : ""; }); }));
    save((choice.value || "answer") + ".csv", "text/csv", rows.map(function (row) { return row.map(quoted).join(","); }).join("\r\n") + "\r\n");
  });
  document.getElementById("json").addEventListener("click", function () {
    var rows = last.answer.rows.map(function (row) {
      var made = {};
      row.forEach(function (node, n) { if (node) made[last.answer.columns[n]] = node.value; });
      return made;
    });
    save((choice.value || "answer") + ".json", "application/json", JSON.stringify(rows, null, 2) + "\n");
  });
  document.getElementById("share").addEventListener("click", function () {
    var link = location.href.split("#")[0] + "#" + shared();
    try { history.pushState(null, "", link); } catch (refused) { location.hash = shared(); }
    if (navigator.clipboard) navigator.clipboard.writeText(link).then(function () { status.textContent = "The link is in the address bar and on the clipboard."; }, function () { status.textContent = "The link is in the address bar."; });
    else status.textContent = "The link is in the address bar.";
  });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("popstate", arrive);
  arrive();
})();
