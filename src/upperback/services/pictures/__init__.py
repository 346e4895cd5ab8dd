"""The charts of a record: what each shows as numbers and sentences, and its drawing.

A picture is one frozen value (`facts.Picture`, a closed union): an id, a title, a summary in plain sentences, tables, and the
numbers drawn. Making it draws nothing and takes milliseconds, so that a page can say at once what is in it:

    book = book.book_of(catalogue, case, findings, review.helped)   # .course, .values, .sides, .weeks, .minutes, .helps
    book.pictures                                                   # all of them, in the order of the progress page
    book.picture("pain")                                            # one by its id, None where there is nothing to show

`picture.head` has `title`, `summary` and `tables`. Drawing is `drawing.svg(picture, width, texts)`: an Altair spec, rendered by
vl-convert to an SVG whose colours are classes, so that one file serves light, dark and high contrast. `width` is a key of
`facts.WIDTH_PX`; each is laid out for itself (fewer ticks, shorter words), never a wide chart shrunk.

For white paper: `drawing.paper_svg(picture, width, texts)` is the same picture in plain light colours, without classes or
style, in the family Figtree; it carries `width`, `height` and `viewBox` in px.

For the person of the app, `album.Album` has the book of the record as it stands and keeps what was drawn. `drawing` imports
Altair, which takes a quarter of a second, so the album loads it when the first picture is asked for.
"""
