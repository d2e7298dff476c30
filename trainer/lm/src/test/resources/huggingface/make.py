"""Made the files in this folder and golden/megatron-bert-tiny with transformers 5.18, tokenizers 0.23 and PyTorch 2.13.

    python make.py HERE ../../../main/resources/golden

The tests do not need it; it says where their right values come from.
"""
import json
import math
import os
import random
import sys
import unicodedata

import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import GPTNeoConfig, GPTNeoForCausalLM, MegatronBertConfig, MegatronBertForPreTraining

here, golden = sys.argv[1:]
draw = random.Random(11)


# ---- Text of many scripts


def assigned(*ranges):
    return [chr(c) for a, b in ranges for c in range(a, b + 1) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]


SCRIPTS = [
    assigned((0x61, 0x7A)), assigned((0x41, 0x5A)), assigned((0xC0, 0x24F)), assigned((0x370, 0x3FF)), assigned((0x400, 0x45F)),
    assigned((0x5D0, 0x5EA)), assigned((0x620, 0x652)), assigned((0x905, 0x94D)), assigned((0xE01, 0xE4E)), assigned((0xAC00, 0xAC40)),
    assigned((0x3041, 0x30A0)), assigned((0x4E00, 0x4E60)), assigned((0x1F600, 0x1F640)), list("0123456789"), assigned((0x660, 0x669)),
    assigned((0x21, 0x2F)), assigned((0x3A, 0x40)), assigned((0x300, 0x310)), assigned((0x1D400, 0x1D420)), ["½", "²", "Ⅷ", "①", "ﬁ"],
]
ENGLISH = "the of and to in is it that for was on are as with they at be this have from or one had by word but what don't I'LL we've".split()
SPACES = [" "] * 20 + ["  ", "   ", "\t", "\n", "\n\n", "\r\n", ".\n", "\u00a0", "\u3000", "\u2003", "\u0085", " \n "]
MARKS = ["<|endoftext|>", "<|eot_id|>", "<|im_start|>", "|||IP|||", "[MASK]", "<mask> "]


def word():
    if draw.random() < 0.5:
        return draw.choice(ENGLISH)
    return "".join(draw.choice(draw.choice(SCRIPTS[:1] + [draw.choice(SCRIPTS)])) for _ in range(draw.choice([1, 2, 4, 7])))


def line():
    parts = [draw.choice(["", " ", "\n"])]
    for _ in range(draw.choice([1, 4, 9])):
        parts += [word(), draw.choice(SPACES), draw.choice(MARKS) if draw.random() < 0.06 else ""]
    return "".join(parts)


lines = [line() for _ in range(60)]
corpus = [line() for _ in range(600)]


# ---- Tokenizers of the shapes that people have

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


def byte_level(prefix_space=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)


def split(regex):
    parts = [pre_tokenizers.Split(Regex(regex), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    return pre_tokenizers.Sequence(parts)


def bpe(pre, normalizer=None, first=(), later=(), **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoders.ByteLevel()
    if normalizer:
        tokenizer.normalizer = normalizer
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=400, initial_alphabet=alphabet, special_tokens=list(first), show_progress=False))
    tokenizer.add_special_tokens(list(later))
    return tokenizer


def template(tokenizer, single):
    special = [(t, tokenizer.token_to_id(t)) for t in single.split() if t != "$A"]
    tokenizer.post_processor = processors.TemplateProcessing(single=single, pair=single + " $B", special_tokens=special)
    return tokenizer


def sentencepiece():
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    special = ["<unk>", "<s>", "</s>"] + ["<0x%02X>" % i for i in range(256)]
    tokenizer.train_from_iterator(ENGLISH * 9, trainers.BpeTrainer(vocab_size=330, special_tokens=special, show_progress=False))
    return template(tokenizer, "<s> $A")


def word_level():
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(corpus, trainers.WordLevelTrainer(vocab_size=50, special_tokens=["<unk>", "</s>"], show_progress=False))
    return tokenizer


def word_piece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(ENGLISH * 9, trainers.WordPieceTrainer(vocab_size=120, special_tokens=special, show_progress=False))
    return template(tokenizer, "[CLS] $A [SEP]")


spaces = [AddedToken(" " * n, normalized=True) for n in (3, 2)]
tokenizers = {
    "gpt2": bpe(byte_level(), first=["<|endoftext|>"]),
    "prefix-space": bpe(byte_level(True), later=["<|endoftext|>", AddedToken("<mask>", lstrip=True, rstrip=True)]),
    "llama3": template(bpe(split(LLAMA3), later=["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"], ignore_merges=True), "<|begin_of_text|> $A"),
    "qwen": bpe(split(QWEN), normalizers.NFC(), later=["<|endoftext|>", "<|im_start|>", "<|im_end|>"]),
    "olmo": template(bpe(byte_level(), normalizers.NFC(), ["<|endoftext|>"], spaces + ["|||IP|||"]), "$A <|endoftext|>"),
    "sentencepiece": sentencepiece(),
    "word-level": word_level(),
    "word-piece": word_piece(),
}
os.makedirs(here + "/tokenizers", exist_ok=True)
cases = {"lines": lines}
for name, tokenizer in tokenizers.items():
    tokenizer.save(f"{here}/tokenizers/{name}.json", pretty=False)
    cases[name] = [tokenizer.encode(text, add_special_tokens=False).ids for text in lines]
with open(here + "/tokenizers/cases.json", "w") as file:
    json.dump(cases, file)


# ---- Models

torch.manual_seed(5)


def random_model(model):
    model = model.double().eval()
    for name, parameter in model.named_parameters():
        one = 1.0 if "weight" in name and parameter.dim() == 1 else 0.0
        parameter.data.normal_(one, 0.1).copy_(parameter.data.float())
    return model


def save(model, folder):
    model.float().save_pretrained(folder)
    os.remove(folder + "/generation_config.json") if os.path.exists(folder + "/generation_config.json") else None
    model.double()


neo = random_model(GPTNeoForCausalLM(GPTNeoConfig(vocab_size=41, hidden_size=16, num_layers=3, num_heads=2, intermediate_size=40, max_position_embeddings=16,
    window_size=5, attention_types=[[["global", "local"], 1], [["global"], 1]], bos_token_id=None, eos_token_id=None)))
tokens = torch.randint(41, (3, 17))
loss = torch.nn.functional.cross_entropy(neo(input_ids=tokens[:, :-1]).logits.flatten(0, 1), tokens[:, 1:].flatten())
save(neo, here + "/gpt-neo")
with open(here + "/gpt-neo/case.json", "w") as file:
    json.dump({"batches": [tokens.tolist()], "loss": loss.item()}, file)

bert = random_model(MegatronBertForPreTraining(MegatronBertConfig(vocab_size=61, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
    max_position_embeddings=24, hidden_act="gelu", pad_token_id=None, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)))
folder = golden + "/megatron-bert-tiny"
save(bert, folder)


def batch():
    rows = {key: [] for key in ("input_ids", "token_type_ids", "attention_mask", "labels", "next_sentence_label")}
    for _ in range(3):
        length = draw.randrange(12, 18)
        second = draw.randrange(4, length - 3)
        rows["input_ids"].append([draw.randrange(61) for _ in range(length)] + [0] * (17 - length))
        rows["token_type_ids"].append([int(second <= i < length) for i in range(17)])
        rows["attention_mask"].append([int(i < length) for i in range(17)])
        rows["labels"].append([draw.randrange(61) if i % 5 == 2 and i < length else -100 for i in range(17)])
        rows["next_sentence_label"].append(draw.randrange(2))
    return rows


def losses(rows):
    ids = {key: torch.tensor(value) for key, value in rows.items()}
    out = bert(input_ids=ids["input_ids"], token_type_ids=ids["token_type_ids"], attention_mask=ids["attention_mask"])
    masked = torch.nn.functional.cross_entropy(out.prediction_logits.flatten(0, 1), ids["labels"].flatten())
    return masked + torch.nn.functional.cross_entropy(out.seq_relationship_logits, ids["next_sentence_label"])


def summary(tensors):
    return {name: {"l2": t.double().norm().item(), "head": t.double().flatten()[:4].tolist()} for name, t in tensors.items()}


batches = [batch() for _ in range(20)]
optimizer = {"name": "adamw", "peak_lr": 0.003, "warmup_steps": 5, "final_lr_fraction": 0.1, "beta1": 0.9, "beta2": 0.95, "eps": 1e-08,
    "weight_decay": 0.1, "clip_norm": 1.0, "weight_decay_applies_to": "tensors of rank >= 2", "total_steps": 20}
named = dict(bert.named_parameters())
decayed = [p for p in named.values() if p.dim() >= 2]
rest = [p for p in named.values() if p.dim() < 2]
adam = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], betas=(0.9, 0.95), eps=1e-8)
trajectory = []
for step in range(1, 21):
    rate = 0.003 * (step / 5 if step <= 5 else 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * (step - 5) / 15)))
    adam.zero_grad()
    loss = losses(batches[step - 1])
    loss.backward()
    if step == 1:
        first = loss.item()
        gradients = summary({name: p.grad.clone() for name, p in named.items()})
    norm = torch.nn.utils.clip_grad_norm_(named.values(), 1.0)
    for group in adam.param_groups:
        group["lr"] = rate
    adam.step()
    trajectory.append({"step": step, "loss": loss.item(), "grad_norm": norm.item(), "lr": rate})
with open(folder + "/case.json", "w") as file:
    json.dump({"name": "megatron-bert-tiny", "architecture": "megatron-bert", "note": "computed in float64 by transformers 5.18 on PyTorch 2.13; loss in nats",
        "batches": batches, "loss": first, "gradients": gradients, "optimizer": optimizer, "trajectory": trajectory, "final_parameters": summary(named)}, file)
