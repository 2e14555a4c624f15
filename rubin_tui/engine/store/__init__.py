"""All SQL of Rubin. SQLite is the truth: what is acknowledged stands here, everything else can be remade."""

from rubin_tui.engine.store.chats import Chats as Chats
from rubin_tui.engine.store.copying import copy_database as copy_database
from rubin_tui.engine.store.copying import holds_anything as holds_anything
from rubin_tui.engine.store.copying import put_in_place as put_in_place
from rubin_tui.engine.store.database import Database as Database
from rubin_tui.engine.store.documents import Counts as Counts
from rubin_tui.engine.store.documents import Documents as Documents
from rubin_tui.engine.store.documents import Known as Known
from rubin_tui.engine.store.fulltext import FullText as FullText
from rubin_tui.engine.store.ids import DOCUMENT as DOCUMENT
from rubin_tui.engine.store.ids import IMPORT as IMPORT
from rubin_tui.engine.store.ids import PASSAGE as PASSAGE
from rubin_tui.engine.store.ids import new_id as new_id
from rubin_tui.engine.store.imports import Imports as Imports
from rubin_tui.engine.store.imports import Kept as Kept
from rubin_tui.engine.store.migrations import VERSION as VERSION
from rubin_tui.engine.store.queue import Pending as Pending
from rubin_tui.engine.store.queue import Queue as Queue
from rubin_tui.engine.store.scans import Scans as Scans
from rubin_tui.engine.store.scans import Waiting as Waiting
from rubin_tui.engine.store.soundness import Examined as Examined
from rubin_tui.engine.store.soundness import adopt as adopt
from rubin_tui.engine.store.soundness import examine as examine
from rubin_tui.engine.store.tokens import Tokens as Tokens
