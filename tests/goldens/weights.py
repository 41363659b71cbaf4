"""Writes weights-*.safetensors and weights.json: networks of PyTorch's, as it saves them, and what they make of some inputs.

    pip install torch safetensors numpy && python tests/goldens/weights.py
"""

import json
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

HERE = Path(__file__).parent
torch.manual_seed(1)


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(6, 5)
        self.logits = nn.Linear(5, 3)

    def forward(self, x):
        return self.logits(torch.relu(self.hidden(x)))


class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(6, 4), nn.Linear(4, 5, bias=False))
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        return self.head(self.encoder(x))


networks = {
    "named": Named(),
    "double": Named().double(),
    "ordered": nn.Sequential(
        OrderedDict(hidden=nn.Linear(6, 5), relu=nn.ReLU(), logits=nn.Linear(5, 3))
    ),
    "nested": Nested(),
}
cases = []
for name, network in networks.items():
    state = network.state_dict()
    save_file(state, HERE / f"weights-{name}.safetensors", metadata={"format": "pt"})
    x = torch.randn(4, 6, dtype=next(network.parameters()).dtype)
    cases.append({"name": name, "x": x.tolist(), "y": network(x).tolist()})
(HERE / "weights.json").write_text(json.dumps(cases) + "\n")
