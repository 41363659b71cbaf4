// Runs every check of a module. Arguments: the module, the instruction set it must use, and a file with the losses of this
// machine, a line each.
import { readFileSync } from "node:fs";

const [path, set, lossesPath] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(path));
const module = instance.exports;
const text = () =>
  new TextDecoder().decode(new Uint8Array(module.memory.buffer, module.text(), module.text_length()));
let failures = 0;
const fail = (what) => {
  failures += 1;
  console.error(`FAILED: ${what}`);
};

module.name_instruction_set();
if (text() !== set) fail(`the instruction set is ${text()}, not ${set}`);

const checks = Object.keys(module).filter((name) => name.startsWith("check_"));
if (checks.length < 10) fail(`the module has ${checks.length} checks`);
for (const check of checks) {
  const start = performance.now();
  try {
    module[check]();
    console.log(`${check}: ok, ${Math.round(performance.now() - start)} ms`);
  } catch (error) {
    fail(`${check}: ${text() || error}`);
    break; // the memory of a module that trapped is not to be trusted
  }
}

const losses = readFileSync(lossesPath, "utf8").trim().split("\n").map(Number);
if (losses.length < 10) fail(`${losses.length} losses to compare with`);
losses.forEach((expected, step) => {
  const found = module.loss(step);
  // Said so that NaN fails too.
  if (!(Math.abs(found - expected) <= 1e-5)) fail(`the loss at step ${step} is ${found}, not ${expected}`);
});
if (!(losses.at(-1) < losses[0])) fail(`the loss did not fall: ${losses}`);

console.log(failures ? `${failures} failures on ${set}` : `${set} in WebAssembly: ok, losses ${losses[0]} to ${losses.at(-1)}`);
process.exit(failures ? 1 : 0);
