from weather.app import make_board
from weather.board import Hour


def test_a_page_tells_now_coldest_and_warmest():
    board = make_board(lambda city: [Hour(9, 12.0), Hour(14, 21.0), Hour(22, 8.0)])
    assert board.page("Oslo").split("\n") == [
        "Oslo, now: 12 degrees",
        "coldest at 22:00 with 8",
        "warmest at 14:00 with 21",
    ]
