"""How a line of English hangs together, whatever it speaks of. No predicate and no section is known here.

``words`` makes ``items`` of the ``atoms`` of a text (names, markers, ``numbers``, ``marks``), ``clauses`` cuts them into clauses
(``joints``: where), ``building`` makes phrases of a clause (``verbs`` tells verb from noun), ``coordination`` says which phrases are one
list and what they share, ``scopes`` which of them a hedge, denial or frequency governs (``backward``: of those before it). ``citations``
and ``dates`` are read by their form alone.
"""
