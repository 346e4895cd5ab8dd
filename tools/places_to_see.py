"""Every page of the app in every state that looks different: what `make pictures` takes and what the accessibility tests visit.

`RECORDS` makes a record; `PLACES` are pages on it. A page that is neither here nor in `NOT_PAGES` fails
`tests/e2e/test_accessibility.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from seed_states import CASES, Days, case_of

from upperback.exchange import case_file
from upperback.model.body import Side
from upperback.model.record import Case, Clearance, Screen, Test
from upperback.services.person import Person
from upperback.services.views import GroupStep, ScreenKind, SessionKind, StopReason, SubStep, Symptom

Made = Mapping[str, str]
"""What an address needs to know of a record: `session`, `item`."""

NOT_PAGES: Final = {
    "/demo/{entry_id:path}": "a file for the moving figure",
    "/pictures/{picture_id}/{width}.svg": "a picture in a page",
    "/programme/handout.pdf": "a paper; its own tests read it",
    "/progress/report.pdf": "a paper; its own tests read it",
    "/note.pdf": "a paper; its own tests read it",
    "/data/upperback.json": "the record as a file",
    "/data/upperback.zip": "the record as a file",
    "/data/tables/{name}.csv": "the record as a file",
    "/data/packing.json": "for a script",
    "/data/landmarks/{key}/moving.json": "for a script",
    "/data/landmarks/{key}/table.csv": "a file",
    "/habits/reminders.ics": "a calendar",
    "/feed/{secret}/reminders.ics": "a calendar",
    "/habits/now.json": "for a script",
    "/break/next.json": "for a script",
    "/session/kept/plan.json": "for a script",
    "/session/{session_id}/plan.json": "for a script",
    "/worker.js": "a script",
    "/app.webmanifest": "what installs the app",
    "/offline/word.json": "for a script",
    "/offline/today.json": "for a script",
    "/data/import/{key}": "a look into a file that was sent: only after sending one; tests/e2e of the own data look at it",
    "/data/landmarks/{key}": "landmarks that were kept under a camera; tests/e2e of the own data look at it",
    "/exercises": "leads on to the library",
}
"""Addresses that answer a GET and are not visited, each with the reason."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page on a record. `press` are the CSS selectors clicked before it is looked at; `status` is what it answers with."""

    record: str
    path: str
    press: tuple[str, ...] = ()
    status: int = 200
    part: str = field(default="")

    @property
    def name(self) -> str:
        """A file's name."""
        words = [self.record, self.path.strip("/") or "today", self.part]
        return "-".join(word for word in words if word).translate(str.maketrans("/?=&{}", "______"))


def on(record: str, *paths: str) -> tuple[Place, ...]:
    return tuple(Place(record, path) for path in paths)


def _new(person: Person) -> Made:
    person.delete_everything()
    return {}


def _case(person: Person, case: Case) -> Made:
    person.import_case(case_file.write(case))
    return {}


def _state(name: str, person: Person) -> Made:
    return _case(person, case_of(name, person.today()))


def _answered(question: str, person: Person) -> Made:
    """Screened today with one yes."""
    case = case_of("responding", person.today())
    return _case(person, replace(case, screens=(Screen(case.today, {**case.screens[0].answers, question: True}),)))


def _looked(person: Person) -> Made:
    """A clinician looked at a yes and set limits."""
    _answered("rf_arm_weakness", person)
    case = person.case()
    return _case(
        person, replace(case, clearances=(Clearance("rf_arm_weakness", case.today, "Family doctor", ("overhead_sustained",)),))
    )


def _unasked(person: Person) -> Made:
    """The first page of the safety check."""
    _new(person)
    person.screening.open(ScreenKind.FULL)
    return {}


def _asked_more(person: Person) -> Made:
    """The safety check at a question that has more to ask."""
    _new(person)
    view = person.screening.open(ScreenKind.FULL)
    while not isinstance(view.step, SubStep):
        if not isinstance(view.step, GroupStep):
            raise LookupError("no question of the safety check has more to ask")
        caution = [q.id for q in view.step.questions if q.subs and q.id.startswith("ca_")]
        view = person.screening.answer_group(view.step.group.id, {q.id: q.id in caution for q in view.step.questions})
    return {}


def _all_said(person: Person) -> Made:
    """Every page of the safety check seen, one of them left for later."""
    _new(person)
    view = person.screening.open(ScreenKind.FULL)
    while isinstance(view.step, GroupStep):
        known = {q.id: False for q in view.step.questions}
        later = view.step.group.id == "life"
        view = person.screening.skip_group("life") if later else person.screening.answer_group(view.step.group.id, known)
    return {}


def _just_screened(person: Person) -> Made:
    """A person whose answers of today are all no, and nothing else yet."""
    _new(person)
    view = person.screening.open(ScreenKind.FULL)
    while isinstance(view.step, GroupStep):
        view = person.screening.answer_group(view.step.group.id, {q.id: False for q in view.step.questions})
    person.screening.finish_screen()
    return {}


def _tested(person: Person) -> Made:
    """Tests of every kind, today among them."""
    case = case_of("responding", person.today())
    case = replace(case, screens=(Screen(case.today, case.screens[0].answers),))
    spots = tuple(
        Test("t_tender_points", measure, side, (level,), "of 10", "self", case.today, familiar=level > 3)
        for measure in ("shoulder_top", "blade_corner")
        for side, level in ((Side.LEFT, 6.0), (Side.RIGHT, 2.0))
    )
    turned = Days(case.today).turns(0, 31, 44)
    return _case(person, replace(case, tests=(*case.tests, *turned, *spots)))


def _noted(person: Person) -> Made:
    """Just changed: the page offers to take it back."""
    _state("responding", person)
    person.diary.log_pain(3)
    return {}


def _session(person: Person) -> Made:
    case = case_of("responding", person.today())
    _case(person, replace(case, screens=(Screen(case.today, case.screens[0].answers),)))
    return {"session": person.sessions.start(SessionKind.FULL, 3)}


def _stopped(person: Person) -> Made:
    made = _session(person)
    person.sessions.stop_item(made["session"], 0, StopReason.PAIN_WORSE, 6)
    return made


def _locked(person: Person) -> Made:
    made = _session(person)
    person.sessions.symptom(made["session"], Symptom.DIZZY)
    return made


def _done(person: Person) -> Made:
    made = _session(person)
    for item in person.sessions.session(made["session"]).items:
        for number in range(1, item.dose.sets + 1):
            person.sessions.finish_set(made["session"], item.item, number)
    person.sessions.finish_session(made["session"], 2, 4)
    return made


RECORDS: Final[dict[str, Callable[[Person], Made]]] = {
    "new": _new,
    "unasked": _unasked,
    "asked_more": _asked_more,
    "all_said": _all_said,
    "just_screened": _just_screened,
    "emergency": partial(_answered, "rf_chest_cardiac"),
    "clinician": partial(_answered, "rf_arm_weakness"),
    "caution": partial(_answered, "ca_pregnancy"),
    "looked": _looked,
    "tested": _tested,
    "noted": _noted,
    "session": _session,
    "stopped": _stopped,
    "locked": _locked,
    "done": _done,
    **{name: partial(_state, name) for name in CASES},
}

PLACES: Final = (
    *on(
        "new",
        "/data/deleted",
        "/",
        "/start",
        "/tests",
        "/findings",
        "/programme",
        "/progress",
        "/progress/now",
        "/note",
        "/data",
        "/settings",
    ),
    Place("new", "/nothing-here", status=404),
    Place("new", "/findings/c_nobody", status=404),
    *on("unasked", "/start/ask", "/start/ask?missing=1"),
    *on("asked_more", "/start/ask"),
    *on("all_said", "/start/ask"),
    *on(
        "just_screened",
        "/",
        "/start/result",
        "/about/where?one=1",
        "/about/pain",
        "/about/you",
        "/about/activities",
        "/about/wishes",
    ),
    *on("just_screened", "/tests", "/programme", "/findings", "/progress"),
    *on("emergency", "/start/result", "/", "/programme", "/session", "/tests"),
    *on("clinician", "/start/result", "/", "/programme", "/progress/now"),
    *on("caution", "/start/result"),
    *on("looked", "/start/result", "/start"),
    *on("tested", "/", "/tests", "/tests/t_seated_rotation", "/tests/t_seated_rotation/result", "/tests/t_desk_habits"),
    *on(
        "tested",
        "/tests/t_desk_habits/by/self",
        "/tests/t_seated_rotation/by/gyro",
        "/tests/t_dnf_endurance/by/timer",
        "/tests/t_forward_head/by/photo",
        "/tests/t_bird_dog_hold/also/timer",
    ),
    *on("tested", "/tests/t_seated_rotation/felt/gyro", "/tests/t_seated_rotation/camera"),
    *on("tested", "/tests/t_tender_points", "/tests/t_tender_points/spots", "/tests/t_tender_points/spots/map"),
    *on(
        "tested",
        "/tests/t_tender_points/spots/blade_corner_left",
        "/findings",
        "/findings/c_thoracic_rotation_stiff",
        "/start",
        "/about",
    ),
    *on(
        "tested",
        "/findings/all",
        "/modifiers/m_low_irritability_unknown",
        "/areas",
        "/areas/blade_strength",
        "/rules",
        "/sources",
    ),
    *on("tested", "/library", "/library?all=1", "/library?q=neck&kind=mobility", "/library?q=xyzzy", "/exercises/wall_angel"),
    *on("tested", "/library/tests", "/library/tests/t_tender_points", "/articles", "/articles?article=article_000"),
    *on("tested", "/routines", "/routines/daily_five", "/routines/daily_five/start", "/programme", "/programme?why_not=turn"),
    *on("tested", "/programme/told", "/progress", "/note", "/pain", "/data", "/settings", "/settings?saved=1", "/ease"),
    *on("tested", "/data/where", "/data/delete", "/data/landmarks", "/habits", "/break", "/session/kept?kind=full", "/offline"),
    *on("noted", "/?noted=pain", "/session"),
    *on(
        "session",
        "/",
        "/session/{session}",
        "/session/{session}/swap/0",
        "/session/{session}/stop/0",
        "/session/{session}/finish",
    ),
    *on("stopped", "/session/{session}/stopped/0", "/session/{session}"),
    *on("locked", "/session/{session}", "/"),
    *on("done", "/session/{session}", "/session/{session}/finish", "/"),
    *(place for name in CASES for place in on(name, "/", "/progress/now")),
    *on("low_adherence", "/progress/now?way=time"),
    *on("graduated", "/programme", "/progress"),
    *on("maintenance", "/programme"),
    *on("flare", "/programme", "/session"),
    *on("well_but_findings", "/findings", "/progress"),
    *on("human_review", "/note", "/start"),
)
