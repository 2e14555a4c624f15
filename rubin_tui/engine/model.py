"""Every value that crosses a border of the engine: frozen, plain, without behaviour of its own.

Identifiers are opaque strings. Sentences the engine makes are `Message`s: who shows them chooses the
language. Text out of documents is raw: who shows it passes it through `engine.text.sanitize`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rubin_tui.messages import Failure as Failure
from rubin_tui.messages import Message as Message

Locale = Literal["ru", "en"]
Confidence = Literal["found", "maybe", "not_found"]
AnswerKind = Literal["answer", "not_found"]
PassageKind = Literal["paragraph", "list", "table", "code"]
DocumentState = Literal["ready", "indexing", "failed"]
ImportStage = Literal[
    "queued",
    "reading",
    "storing",
    "indexing",
    "recognising",
    "done",
    "unchanged",
    "waiting",
    "failed",
    "cancelled",
    "passed",
]
PartState = Literal["ok", "busy", "degraded", "failed"]
Origin = Literal["user", "rubin", "project", "note"]
FolderKind = Literal["watched", "project", "notes"]
Role = Literal["user", "rubin"]
CommandName = Literal[
    "search", "add", "docs", "stats", "help", "new", "clear", "export", "analyze", "settings"
]

DEFAULT_CATEGORY = "general"
"""Where a document stands that nobody put anywhere."""
NOTES_CATEGORY = "notes"
"""Where the user's notes stand."""

ENDED: tuple[ImportStage, ...] = ("done", "unchanged", "waiting", "failed", "cancelled")
"""The stages a file's import ends in; a scan ends "waiting" for its pages to be recognised."""


class Position(NamedTuple):
    """A place in a text, before a character. Both count from 0; `character` in code points."""

    line: int
    character: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Rows belong to an owner and searches see only theirs, plus what Rubin itself brought."""

    owner_id: str = "local"


LOCAL = Actor()


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: filters only; an empty one looks everywhere. Values of one field are alternatives.

    What stands in a project is found only when `projects` names its folder by id.
    """

    documents: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    projects: tuple[str, ...] = ()


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the knowledge base.

    `path` is where it was read from, "" for text that had no file. `type` is "pdf", "docx", "html",
    "code" ... `size` is in bytes, `added_at` in seconds since the epoch (UTC). `folder_id` names the
    folder it is kept in step with, "" when there is none; `vanished_at` is when its file was first missed.
    """

    id: str
    filename: str
    path: str
    type: str
    category: str
    tags: tuple[str, ...]
    language: str
    size: int
    sha256: str
    pages: int
    passages: int
    added_at: float
    state: DocumentState = "ready"
    origin: Origin = "user"
    title: str = ""
    problem: Message | None = None
    folder_id: str = ""
    vanished_at: float | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is kept in step with the disk; times in seconds since the epoch (UTC).

    `category` and `tags` are given to its new documents. `looked_at` is when it was last looked at, and
    `problem` what kept that look from being whole. `vanished` of its `documents` have lost their file.
    """

    id: str
    path: str
    kind: FolderKind
    category: str
    tags: tuple[str, ...]
    added_at: float
    looked_at: float | None = None
    documents: int = 0
    vanished: int = 0
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A stored page: of a PDF its page, of other files a run of lines.

    `number` counts from 0 in the document. `index` is the page's index in the PDF and `label` the
    number printed on it; both are None for files without pages. `first_line` is the 1-based line of
    the file its text starts at (1 for a PDF page).
    """

    document_id: str
    number: int
    text: str
    index: int | None = None
    label: str | None = None
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one page that is found and quoted: `text` is exactly `page.text[start:end]`.

    `line_start` and `line_end` are 1-based lines of the file, of a PDF lines of the page.
    """

    id: str
    document_id: str
    ordinal: int
    page_number: int
    start: int
    end: int
    line_start: int
    line_end: int
    kind: PassageKind
    heading_path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quoted sentence stands.

    `quote` is the stored text with runs of white space folded to one space. `page_number`, `start`
    and `end` (character offsets in that stored page) are its exact place; `page_index` (0-based in the
    PDF) and `page_label` (as printed) are None for files without pages.
    """

    document_id: str
    filename: str
    passage_id: str
    heading_path: tuple[str, ...]
    page_index: int | None
    page_label: str | None
    line_start: int
    line_end: int
    quote: str
    page_number: int
    start: int
    end: int
    origin: Origin = "user"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, or a list, table or listing quoted whole: verbatim from a document.

    Of a sentence (`kind` "paragraph") `text` is the citation's quote. Of a block it is the stored text
    with its line breaks, and the quote is that text folded; a long block is cut, and `cut` counts the
    lines of it that are not shown. `header` is the header row of a table whose quoted rows do not begin
    with it. `also` are the places where other documents say the same. `matched` is how the question's
    identifiers are written here if not as asked, of a place in the project or a note: `16#7532` for F30002.
    """

    text: str
    citation: Citation
    score: float
    kind: PassageKind = "paragraph"
    cut: int = 0
    header: Citation | None = None
    also: tuple[Citation, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An identifier read by keyboard layout, or joined of two pieces: as `typed`, and as `read`."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says.

    `sentences` come best first; of a "not_found" answer they are the nearest places, shown as such.
    `score` (0..1) is what `confidence` was judged by; `missing_terms` are the question's words that no
    document holds, as typed. `project` and `notes` are the places in the open project and in the user's notes
    that go with the question; they stand apart from `sentences`, and neither `confidence` nor `kind` is about
    them: an answer "not_found" in the manuals may have them. `text` is all of these joined by a space, a
    block on lines of its own. `unread` counts files whose import has not ended yet.
    """

    question: str
    text: str
    kind: AnswerKind
    locale: Locale
    sentences: tuple[Sentence, ...]
    confidence: Confidence
    score: float
    keywords: tuple[str, ...] = ()
    topic: str = ""
    missing_terms: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unread: int = 0
    seconds: float = 0.0
    project: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the sentences stand, then those of `project` and `notes`.

        What is "not_found" in the manuals has its nearest places last. Each is followed by the other places
        that say the same.
        """
        every = (*self.sentences, *self.project, *self.notes)
        if self.confidence == "not_found":
            every = (*self.project, *self.notes, *self.sentences)
        return tuple(place for sentence in every for place in (sentence.citation, *sentence.also))


@dataclass(frozen=True, slots=True)
class Parsed:
    """The question is understood: what it is about. First event of an answer."""

    keywords: tuple[str, ...]
    topic: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """Passages were found and are being read. `passages` counts them."""

    passages: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer. Last event."""

    answer: Answer


AnswerEvent = Parsed | Searched | Answered


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a chat: what the user asked, or what Rubin said with its whole `answer`.

    `at` is in seconds since the epoch (UTC).
    """

    id: str
    role: Role
    text: str
    at: float
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation; times in seconds since the epoch (UTC).

    `count` says how many messages it has; `messages`, in their order, are there when it was asked for by
    itself and left out of lists.
    """

    id: str
    title: str
    created_at: float
    changed_at: float
    count: int = 0
    messages: tuple[ChatMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatMatch:
    """A message that holds the words looked for: the one at `position`, from 0, of its chat.

    `text` is the part of it round the first word, on one line; `at` is in seconds since the epoch (UTC).
    """

    chat_id: str
    title: str
    position: int
    role: Role
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is not sent yet; `caret` counts characters, `at` is in seconds since the epoch (UTC)."""

    text: str = ""
    caret: int = 0
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something one can ask: a heading of a document, which has an answer there."""

    question: str
    filename: str


@dataclass(frozen=True, slots=True)
class Command:
    """A message that is no question: what to do instead, and what stands behind the word, as typed."""

    name: CommandName
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found passage.

    `highlights` are character ranges of `text` that matched; `score` is BM25
    and a bonus for words that stand together, halved for Rubin's own articles.
    """

    passage_id: str
    document_id: str
    filename: str
    heading_path: tuple[str, ...]
    page_index: int | None
    page_label: str | None
    page_number: int
    line_start: int
    line_end: int
    start: int
    end: int
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    origin: Origin = "user"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits best first; `total` counts all passages that match.

    `missing_terms` are the words no document holds. `notes` say what of the query was not understood, and
    what limits the result: which words the filters leave without a place among them.
    """

    query: str
    hits: tuple[SearchHit, ...]
    total: int
    seconds: float
    missing_terms: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportEvent:
    """What happens to one file of an import.

    `position` (1-based) of `total` files, which grows while folders are still being walked; while "reading",
    `page` of `pages`, while "recognising" of those that are pictures. Several files are read at once: the
    events of one come in order, between those of others. A "failed" event says why in `problem`; "done",
    "unchanged" and "waiting" bring the `document`. "passed" comes at the end, once and of no file: `problem`
    says what kinds of files stand in the folders and cannot be read.
    """

    stage: ImportStage
    path: str
    position: int
    total: int
    page: int = 0
    pages: int = 0
    document: Document | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class UnfinishedImport:
    """An import that was broken off, as when Rubin was killed, and can be resumed.

    `left` says how many files of it are known to wait: at least 1, more when a folder was not yet walked
    to its end. `ordered_at` is in seconds since the epoch (UTC).
    """

    id: str
    paths: tuple[str, ...]
    category: str
    tags: tuple[str, ...]
    ordered_at: float
    left: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a whole database holds, of all owners and what Rubin brought."""

    documents: int
    pages: int
    passages: int
    chats: int
    messages: int


@dataclass(frozen=True, slots=True)
class OperationStats:
    """How one kind of operation went since the engine opened; times in seconds."""

    name: str
    count: int
    errors: int
    mean: float
    p95: float
    fastest: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Stats:
    """What the knowledge base holds and how it has been working; `index_bytes`, `store_bytes` on disk.

    Of `answers_asked` questions `answers_cached` were answered as before, the base being unchanged.
    `by_week` counts the user's documents by the ISO week they were added in, such as ("2026-W47", 3).
    Files of projects are counted in `in_projects` only; `vanished` documents have lost their file.
    """

    documents: int
    passages: int
    pages: int
    by_type: tuple[tuple[str, int], ...]
    failed: int
    index_bytes: int
    store_bytes: int
    operations: tuple[OperationStats, ...] = ()
    answers_asked: int = 0
    answers_cached: int = 0
    by_week: tuple[tuple[str, int], ...] = ()
    in_projects: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part of the engine: `name` is "store", "index", "import" or "profile"."""

    name: str
    state: PartState
    detail: Message | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the engine is, part by part."""

    parts: tuple[PartHealth, ...] = field(default_factory=tuple)

    @property
    def state(self) -> PartState:
        """The worst state of a part."""
        order: tuple[PartState, ...] = ("failed", "degraded", "busy", "ok")
        return min((part.state for part in self.parts), key=order.index, default="ok")
