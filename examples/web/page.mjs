// Draws, hands pixels to the module, and shows what comes of it.
const module = "target/wasm32-unknown-unknown/release/web.wasm";
const STEPS = 150; // for each lesson

const element = (id) => document.getElementById(id);
const response = await fetch(module);
if (!response.ok) {
  element("answer").textContent = "Build the module first: see README.md.";
  throw new Error(`${module}: ${response.status}`);
}
const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
const net = instance.exports;
const side = net.side();
const bytes = () => new Uint8Array(net.memory.buffer, net.drawn(), side * side);
const floats = (at, count) => new Float32Array(net.memory.buffer, at, count);

const pad = element("pad");
const pen = pad.getContext("2d", { willReadFrequently: true });
const bars = [...Array(10).keys()].map((digit) => {
  const row = document.createElement("div");
  row.className = "bar";
  row.innerHTML = `<b>${digit}</b><div><i></i></div><span></span>`;
  element("bars").append(row);
  return row;
});

function read() {
  const pixels = pen.getImageData(0, 0, side, side).data;
  const drawn = bytes();
  for (let i = 0; i < drawn.length; i += 1) drawn[i] = pixels[4 * i + 3] > 127 ? 1 : 0;
  const digit = net.read();
  const probabilities = digit < 0 ? new Float32Array(10) : floats(net.probabilities(), 10);
  bars.forEach((row, i) => {
    row.querySelector("i").style.width = `${100 * probabilities[i]}%`;
    row.querySelector("span").textContent = digit < 0 ? "" : `${(100 * probabilities[i]).toFixed(1)}%`;
  });
  element("answer").textContent = digit < 0 ? "" : `${digit}`;
  const seen = element("seen").getContext("2d");
  const image = seen.createImageData(8, 8);
  const ink = digit < 0 ? new Float32Array(64) : floats(net.seen(), 64);
  ink.forEach((x, i) => image.data.set([255 - 255 * x, 255 - 255 * x, 255 - 255 * x, 255], 4 * i));
  seen.putImageData(image, 0, 0);
  for (const button of element("digits").children) button.disabled = digit < 0 || left > 0;
}

let last = null;
const place = (event) => {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * side) / box.width, ((event.clientY - box.top) * side) / box.height];
};
function stroke(event) {
  if (!last) return;
  const next = place(event);
  pen.lineWidth = 22;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#000";
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(...next);
  pen.stroke();
  last = next;
  read();
}
pad.addEventListener("pointerdown", (event) => {
  pad.setPointerCapture(event.pointerId);
  last = place(event);
  stroke(event);
});
pad.addEventListener("pointermove", stroke);
pad.addEventListener("pointerup", () => (last = null));
pad.addEventListener("pointercancel", () => (last = null));
element("clear").addEventListener("click", () => {
  pen.clearRect(0, 0, side, side);
  read();
});

const losses = [];
let left = 0;
function drawLosses() {
  const canvas = element("loss");
  const chart = canvas.getContext("2d");
  const shown = losses.slice(-600);
  const most = Math.max(...shown, 0.1);
  const style = getComputedStyle(document.body);
  chart.clearRect(0, 0, canvas.width, canvas.height);
  chart.fillStyle = style.color;
  chart.font = "12px system-ui";
  chart.fillText(most.toFixed(2), 4, 12);
  chart.fillText("0", 4, canvas.height - 4);
  chart.strokeStyle = "#1d4ed8";
  chart.lineWidth = 2;
  chart.beginPath();
  shown.forEach((loss, i) => {
    const x = 36 + ((canvas.width - 40) * i) / Math.max(shown.length - 1, 1);
    const y = 6 + (canvas.height - 12) * (1 - loss / most);
    if (i) chart.lineTo(x, y);
    else chart.moveTo(x, y);
  });
  chart.stroke();
}
// A few steps a frame, so that one sees it learn.
function train() {
  for (let i = 0; i < 3 && left > 0; i += 1, left -= 1) losses.push(net.learn());
  element("training").textContent = `step ${losses.length}, loss ${losses.at(-1).toFixed(4)}${left ? "" : ", done"}`;
  drawLosses();
  read();
  if (left > 0) requestAnimationFrame(train);
}
for (let digit = 0; digit < 10; digit += 1) {
  const button = document.createElement("button");
  button.textContent = digit;
  button.dataset.digit = digit;
  button.addEventListener("click", () => {
    net.teach(digit);
    left = STEPS;
    requestAnimationFrame(train);
  });
  element("digits").append(button);
}
element("forget").addEventListener("click", () => {
  net.begin();
  losses.length = 0;
  left = 0;
  element("training").textContent = "";
  drawLosses();
  read();
});

net.begin();
drawLosses();
read();
document.body.dataset.ready = "yes";
