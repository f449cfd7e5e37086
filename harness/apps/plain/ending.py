"""The exercise around the plain review: prompts, summary, clock, and handing in."""

from __future__ import annotations

from harness.adapters.event_log import read_log
from harness.apps.plain.base import Command
from harness.apps.plain.talk import counted
from harness.apps.plain.writing import PlainWriting
from harness.apps.tui.candidate.moments import moments
from harness.apps.tui.candidate.words import handed_in, saved
from harness.domain.comment import Anchor, Conclusion
from harness.domain.display import display, display_lines
from harness.domain.errors import CannotRun
from harness.domain.pull_request import PromptKind
from harness.steps.interview.checks import gaps
from harness.steps.interview.record import Submission


class PlainEnding(PlainWriting):
    """What stands beside the review, and its end."""

    is_over = False
    submission: Submission | None = None

    def ending_commands(self) -> list[Command]:
        """The commands of this part."""
        return [
            Command("prompts", "", "read the questions beside the review", self.do_prompts),
            Command("answer", "1", "answer one of them", self.do_answer),
            Command("summary", "", "write the summary: what the author should know first", self.do_summary),
            Command("conclude", "approve, comment or request changes", "say how the review ends", self.do_conclude),
            Command("check", "", "what is still open", self.do_check),
            Command("submit", "", "hand the review in", self.do_submit),
            Command("time", "", "how long you have worked, and whether all is saved", self.do_time),
            Command("pause", "", "stop the clock, where the exercise allows it", self.do_pause),
        ]

    def do_prompts(self, _: str) -> None:
        for number, prompt in enumerate(self.pull_request.prompts, 1):
            unit = f" (in {display(prompt.unit)})" if prompt.unit else ""
            answer = self.session.answers.get(prompt.id, "")
            self.talk.say(f"{number}. {display(prompt.text)}{unit}")
            self.talk.say(f"   {display_lines(answer)}" if answer else "   not answered")
        if not self.pull_request.prompts:
            self.talk.say("There are none.")

    def do_answer(self, number: str) -> None:
        prompts = self.pull_request.prompts
        if not (number.isdecimal() and 0 < int(number) <= len(prompts)):
            self.talk.say('Say the number of a question. "prompts" reads them.')
            return
        prompt = prompts[int(number) - 1]
        self.talk.say(display(prompt.text))
        if prompt.kind is PromptKind.ESTIMATE:
            self.talk.say("Say the estimate, its range, what you assumed, and what you do not know.")
        self.write(self.acts.draft(Anchor(), self.session.answers.get(prompt.id, ""), "answer", prompt.id))

    def do_summary(self, _: str) -> None:
        self.write(self.acts.draft_summary())

    def do_conclude(self, words: str) -> None:
        chosen = [c for c in Conclusion if words and c.value.startswith(words.lower())]
        if len(chosen) != 1:
            self.talk.say("Say approve, comment or request changes.")
            return
        self.acts.conclude(chosen[0])
        self.talk.say(f"Your conclusion: {chosen[0].value}.")

    def do_check(self, _: str) -> None:
        session = self.session
        self.talk.say(f"{counted(len(session.comments), 'comment')}.")
        self.talk.say(f"Your conclusion: {session.conclusion.value if session.conclusion else 'none yet'}.")
        self.talk.say(f"Summary: {display_lines(session.summary) or 'none yet'}")
        open_ = gaps(self.pull_request, self.session)
        self.talk.say("Still open, as far as the tool can tell:" if open_ else "Nothing is missing.")
        for gap in open_:
            self.talk.say(f"  {gap.text}")

    def do_submit(self, _: str) -> None:
        self.do_check("")
        if self.session.conclusion is None:
            self.talk.say(
                'A conclusion is needed first: "conclude approve", "conclude comment" or "conclude request changes".'
            )
            return
        if not self.talk.ask_yes("Hand in now?"):
            return
        try:
            self.submission = self.recorder.submit()
        except CannotRun as error:
            self.talk.say(f"NOT SAVED. {error}")
            return
        self.is_over = True
        self.talk.say(handed_in(self.submission))
        if self.talk.ask_yes("Look back at your own review?"):
            for moment in moments(read_log(self.recorder.path).records):
                self.talk.say(moment.text)

    def do_time(self, _: str) -> None:
        minutes, seconds = divmod(int(self.recorder.elapsed()), 60)
        self.talk.say(f"{minutes} minutes {seconds} seconds of {self.minutes} minutes. {saved(self.recorder.status)}")

    def do_pause(self, _: str) -> None:
        if not self.pull_request.pauses:
            self.talk.say("This exercise has no pauses. The clock only informs; leave with quit whenever you like.")
            return
        self.acts.pause()
        self.talk.ask("Paused. Enter goes on. ")
        self.acts.resume()

    def is_safe_to_leave(self) -> bool:
        """Whether everything is on the disk, or the candidate wants to leave all the same."""
        while not self.recorder.make_safe():
            self.talk.say(f"NOT SAVED: {self.recorder.status.message}. The last things you did are in memory alone.")
            answer = self.talk.ask("again tries again, copy saves a copy elsewhere, lose leaves, stay stays: ").strip()
            if answer.startswith("c") and (path := self.recorder.copy_elsewhere()):
                self.talk.say(f"A whole copy is here: {display(str(path))}")
                return True
            if answer.startswith("l"):
                return True
            if answer.startswith("s"):
                return False
        return True
