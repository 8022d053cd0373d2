// Runs once in a fresh engine, after a line that makes the script the function globalThis.script.
// What it leaves is copied, and every record starts from that copy. It must end with nothing in
// reach of the script but the language itself.
(function () {
  'use strict';
  const { parse, stringify } = JSON;
  const invoke = globalThis.java_invoke;
  const input = () => parse(invoke('nurture', 'input', '[]'));
  const output = text => invoke('nurture', 'output', stringify([text]));
  const script = globalThis.script;
  const LONGEST = 65536;
  const GLOBALS = new Set(('Object Function Error EvalError RangeError ReferenceError SyntaxError TypeError URIError'
    + ' InternalError AggregateError Iterator Array parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent'
    + ' encodeURI encodeURIComponent escape unescape Infinity NaN undefined Number Boolean String Math Reflect Symbol'
    + ' globalThis BigInt Date RegExp JSON Proxy Map Set WeakMap WeakSet ArrayBuffer Uint8ClampedArray Int8Array'
    + ' Uint8Array Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float32Array'
    + ' Float64Array DataView Promise').split(' '));

  function told(error) {
    try {
      const stack = error instanceof Error ? String(error.stack) : '';
      const at = /mjs:(\d+)/.exec(stack);
      const text = String(error).slice(0, 500);
      // the function's head takes a line; the engine knows the lines of calls alone
      return at && Number(at[1]) > 1 ? text + ' (line ' + (Number(at[1]) - 1) + ')' : text;
    } catch (e) {
      return 'Error';
    }
  }

  const RealDate = Date;
  function still(now) {
    const still = function Date(...parts) {
      if (!new.target) {
        return new RealDate(now).toString();
      }
      return Reflect.construct(RealDate, parts.length === 0 ? [now] : parts, new.target);
    };
    still.prototype = RealDate.prototype;
    still.now = () => now;
    still.UTC = RealDate.UTC;
    still.parse = RealDate.parse;
    Object.defineProperty(RealDate.prototype, 'constructor', { value: still, writable: true, configurable: true });
    return still;
  }

  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!GLOBALS.has(name) && !Reflect.deleteProperty(globalThis, name)) {
      globalThis[name] = undefined;
    }
  }
  delete Math.random;

  globalThis.run = function () {
    delete globalThis.run;
    const given = parse(input());
    globalThis.Date = still(given.now);
    let answer;
    try {
      const returned = script(given.record, given.campaign, new RealDate(given.now));
      answer = stringify({ returned: returned === undefined ? null : returned });
      if (answer.length > LONGEST) {
        answer = stringify({ tooLong: answer.length });
      }
    } catch (e) {
      answer = stringify({ thrown: told(e) });
    }
    output(answer);
  };
})();
