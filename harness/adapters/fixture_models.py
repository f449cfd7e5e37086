"""The shape of `pr.yaml` and `key.yaml`: one strict model per mapping, and their JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat

ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Id = Annotated[str, Field(pattern=ID, max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Texts = tuple[Words, ...]
Schema = Annotated[int, Field(strict=True, ge=1, le=1)]


class Model(BaseModel):
    """A mapping in which unknown keys are faults and no value is quietly turned into another type."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AuthorModel(Model):
    """The invented colleague."""

    name: Words
    role: str = ""


class ArtefactModel(Model):
    """A document beside the code."""

    path: Words
    title: Words
    kind: Literal["ticket", "spec", "log", "metrics", "note"]


class PromptModel(Model):
    """A question or an estimate."""

    id: Id
    kind: Literal["question", "estimate"]
    text: Words
    unit: str | None = None


class CommitModel(Model):
    """A step of the pull request, as its author tells it."""

    title: Words
    description: str = ""
    paths: tuple[Words, ...] = ()


class PullRequestModel(Model):
    """`pr.yaml`."""

    schema_: Schema = Field(alias="schema")
    title: Words
    author: AuthorModel
    description: Words
    language: Words
    minutes: Annotated[int, Field(ge=1, le=600, strict=True)]
    tests: Annotated[tuple[Words, ...], Field(min_length=1)] = ("tests",)
    artefacts: tuple[ArtefactModel, ...] = ()
    prompts: tuple[PromptModel, ...] = ()
    pauses: bool = True
    commits: tuple[CommitModel, ...] = ()


class PlaceModel(Model):
    """A place by symbol or by text."""

    path: Words
    symbol: Words | None = None
    text: Words | None = None


class AtModel(Model):
    """A place in a file that is named beside it."""

    symbol: Words | None = None
    text: Words | None = None


class PlantModel(Model):
    """How an issue is planted: by a patch, or by an operator."""

    patch: Words | None = None
    operator: Words | None = None
    at: Words | None = None


class ProofModel(Model):
    """A proof and how it fails."""

    test: Words | None = None
    family: Words
    failure: Words


class IssueModel(Model):
    """A planted issue."""

    id: Id
    class_: Words = Field(alias="class")
    severity: Literal["critical", "major", "minor"]
    title: Words
    mechanism: Words
    trigger: Words
    consequence: Words
    remedy: Words
    plant: PlantModel = PlantModel()
    proof: ProofModel
    hidden_because: str = ""
    tags: tuple[Literal["omission", "wrong-code", "local", "delocalised"], ...] = ()
    wordings: Texts = ()
    near_misses: Texts = ()
    also_at: tuple[PlaceModel, ...] = ()
    excludes: tuple[Id, ...] = ()
    fixes: Texts = ()
    bound: str = ""
    difficulty: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None


class FindingModel(Model):
    """A real defect that nobody planted, taken in after a person had confirmed it."""

    id: Id
    class_: Words = Field(alias="class")
    severity: Literal["critical", "major", "minor"]
    counts: StrictBool = False
    title: Words
    mechanism: Words
    trigger: Words
    consequence: Words
    remedy: Words
    at: Annotated[tuple[PlaceModel, ...], Field(min_length=1)]
    wordings: Texts = ()
    near_misses: Texts = ()
    excludes: tuple[Id, ...] = ()
    source: str = ""


class DecoyModel(Model):
    """Right code that looks wrong."""

    id: Id
    path: Words
    at: AtModel
    looks_like: Words
    right_because: Words
    breaks: Words
    patch: Words | None = None


class BlemishModel(Model):
    """A harmless flaw of style."""

    id: Id
    class_: Words = Field(alias="class")
    note: Words
    patch: Words | None = None


class QuestionModel(Model):
    """A question that a good candidate asks."""

    id: Id
    text: Words
    value: Annotated[int, Field(ge=1, le=3, strict=True)]
    answer: str = ""


class AnswerModel(Model):
    """What a good answer to a prompt holds."""

    reasoning: Words
    range: tuple[StrictFloat, StrictFloat] | None = None
    unit: str | None = None


Count = Annotated[int, Field(ge=0, le=50, strict=True)] | Literal["all"]


class VariantModel(Model):
    """How many a seed plants."""

    issues: Count = "all"
    blemishes: Count = "all"


class KeyModel(Model):
    """`key/key.yaml`."""

    schema_: Schema = Field(alias="schema")
    public: StrictBool = False
    variant: VariantModel = VariantModel()
    issues: tuple[IssueModel, ...] = ()
    findings: tuple[FindingModel, ...] = ()
    decoys: tuple[DecoyModel, ...] = ()
    blemishes: tuple[BlemishModel, ...] = ()
    questions: tuple[QuestionModel, ...] = ()
    answers: dict[str, AnswerModel] = {}


def fixture_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas by file name, for editors that complete and check."""
    return {"pr.yaml": PullRequestModel.model_json_schema(), "key.yaml": KeyModel.model_json_schema()}
