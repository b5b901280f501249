// Asks Comunica, a SPARQL engine in JavaScript, every query of a file over the Turtle files of a release.
// Usage: NODE_PATH=... node comunica.cjs QUERIES.json FILE.ttl... ; prints name -> {columns, rows}, or {triples} for a CONSTRUCT.
const fs = require('fs');
const { QueryEngine } = require('@comunica/query-sparql-rdfjs');
const { Parser, Store, Writer } = require('n3');

const [queries, ...files] = process.argv.slice(2);
const described = term => ({
  kind: term.termType,
  value: term.value,
  datatype: term.datatype?.value,
  language: term.language,
});

async function answer(engine, text, source) {
  const found = await engine.query(text, { sources: [source] });
  if (found.resultType === 'quads') {
    return { triples: new Writer({ format: 'N-Triples' }).quadsToString(await (await found.execute()).toArray()) };
  }
  const columns = (await found.metadata()).variables.map(each => each.variable?.value ?? each.value);
  const rows = await (await found.execute()).toArray();
  return { columns, rows: rows.map(row => columns.map(name => row.has(name) ? described(row.get(name)) : null)) };
}

(async () => {
  const source = new Store(), engine = new QueryEngine(), answers = {};
  for (const file of files) source.addQuads(new Parser().parse(fs.readFileSync(file, 'utf8')));
  for (const [name, text] of Object.entries(JSON.parse(fs.readFileSync(queries, 'utf8')))) answers[name] = await answer(engine, text, source);
  console.log(JSON.stringify(answers));
})();
