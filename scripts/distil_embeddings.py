"""Make the word vectors of the matcher from a sentence encoder.

    python scripts/distil_embeddings.py MODEL_DIR harness/matching/model

MODEL_DIR holds all-MiniLM-L6-v2 (Apache-2.0). Each word piece goes through the encoder alone; the 256 strongest
directions are kept as whole numbers of one byte. Needs torch, transformers and numpy; the harness itself does not
need the first two.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

DIMENSIONS = 256
BATCH = 512


def kept(piece: str) -> bool:
    """Latin letters, digits and punctuation: what an English comment on code is made of."""
    return not piece.startswith("[") and piece.isascii()


def encode(model_dir: str, pieces: list[str]) -> np.ndarray:
    """One vector for each piece, as the encoder sees it between its two marks."""
    tokenizer, model = AutoTokenizer.from_pretrained(model_dir), AutoModel.from_pretrained(model_dir).eval()
    first, last = tokenizer.cls_token_id, tokenizer.sep_token_id
    rows = []
    ids = tokenizer.convert_tokens_to_ids(pieces)
    with torch.no_grad():
        for start in range(0, len(ids), BATCH):
            batch = torch.tensor([[first, i, last] for i in ids[start : start + BATCH]])
            rows.append(model(input_ids=batch, attention_mask=torch.ones_like(batch)).last_hidden_state.mean(1).numpy())
    return np.concatenate(rows)


def main(model_dir: str, target: str) -> None:
    lines = Path(model_dir, "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = [line for line in lines if line and kept(line)]
    vectors = encode(model_dir, pieces)
    vectors -= vectors.mean(0)
    _, basis = np.linalg.eigh(np.cov(vectors.T))
    reduced = vectors @ basis[:, ::-1][:, :DIMENSIONS]
    whole = np.rint(reduced / np.abs(reduced).max(1, keepdims=True) * 127).astype(np.int8)
    Path(target, "vectors.bin").write_bytes(whole.tobytes())
    Path(target, "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    print(len(pieces), "pieces,", whole.nbytes, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:3])
