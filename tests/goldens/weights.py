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


class Renamed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 5)
        self.fc2 = nn.Linear(5, 3)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


class Within(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 5, bias=False), nn.ReLU()
        )
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


def write(networks, shape):
    for name, network in networks.items():
        network.eval()
        state = network.state_dict()
        save_file(state, HERE / f"weights-{name}.safetensors", metadata={"format": "pt"})
        x = torch.randn(4, *shape, dtype=next(network.parameters()).dtype)
        cases.append({"name": name, "x": x.tolist(), "y": network(x).tolist()})


write(networks, [6])
torch.manual_seed(2)
numbered = {
    "sequential": nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3)),
    "renamed": Renamed(),
    "within": Within(),
}
write(numbered, [6])
convolutional = nn.Sequential(
    nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3)
)
write({"convolutional": convolutional}, [1, 6, 6])
(HERE / "weights.json").write_text(json.dumps(cases) + "\n")
