"""Four times as many segments of one model: its training sample is read no more often."""

from pathlib import Path

from harness.proofs.counting import slope
from stand_ins import House

PRICES = [float(number) for number in range(100)]


def reads(folder, segments, monkeypatch):
    """How often samples are read in a night with that many segments."""
    folder.mkdir()
    house = House(folder)
    house.train("ranker", price=PRICES)
    for segment in range(segments):
        for number in range(520):
            time = f"2026-11-20 {number // 26 + 2:02}:{number % 26:02}"
            house.ask(time, "ranker", f"shop-{segment}", price=float(number % 100))
    count = 0
    read_text = Path.read_text

    def counted_file(path, *args, **options):
        nonlocal count
        count += path.parent.name == "samples"
        return read_text(path, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", counted_file)
        assert house.night("2026-11-21 03:30") == 0
    return count


def test_a_segment_more_is_no_sample_more(tmp_path, monkeypatch):
    grown = slope(lambda segments: reads(tmp_path / str(segments), segments, monkeypatch), small=1, factor=4)
    assert grown < 2, (
        f"sample-for-each-segment: the training sample is read again for each segment, {grown:.1f} times as often "
        "with four times the segments"
    )
