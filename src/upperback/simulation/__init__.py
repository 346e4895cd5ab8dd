"""Virtual people, written apart from care: it may see only the model, so that it can show care's rules wrong.

What a person is (`person`), how a year goes for them (`life`), what they can say and measure (`saying`, `measuring`), three
plain policies (`policies`), and what came of it (`tally`, `figures`). Every assumption is a named parameter with its unit and
its source (`world`, `traits`, `cautions`). Chance comes in as numpy Generators.
"""
