"""Picture-book illustration without a model: scenes composed as SVG by rule, rendered by resvg.

colour, shapes, filters, canvas, textures: the tools. figures/: heroes and companions. props/: things. scenery/: places.
compose: a brief becomes one document. lettering: the cover's title. render: a document becomes a PNG.
"""
