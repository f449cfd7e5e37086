from serving.settings import Settings


def test_what_is_not_set_stays():
    assert Settings.of({}) == Settings()


def test_the_socket_can_be_set():
    assert Settings.of({"EMBED_SOCKET": "/tmp/gpu.sock"}).socket == "/tmp/gpu.sock"
