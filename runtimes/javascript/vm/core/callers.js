// Who calls the program's functions: V8 names a listener after the object that it was called for.

const callers = [];

/// The name of the frame in which a caller calls; what calls are named by survives minifying.
export const CALLS = 'lab:call';

const dispatcher = {
  [CALLS](callback, self, args) { return callback.apply(self, args); },
};

/// Calls a function of the program for an object, so that stacks can say so. `as` is the name of
/// the
/// property that holds the function, where there is one.
export function callFor(self, callback, args, as) {
  callers.push({ self, as });
  try {
    return dispatcher[CALLS](callback, self, args);
  } finally {
    callers.pop();
  }
}

/// Whether stacks name them: Node's do.
export const naming = { isOn: false };

/// The names of callers from the innermost outwards.
export function callerNames() {
  const names = [];
  if (!naming.isOn) return names;
  for (let at = callers.length - 1; at >= 0; at -= 1) {
    const { self, as } = callers[at];
    names.push({ type: self?.constructor?.name ?? 'Object', as });
  }
  return names;
}

/// How V8 writes a function that was called for an object of this type.
export function methodName({ type, as }, name) {
  if (as === undefined) return `${type}.${name || '<anonymous>'}`;
  return name && name !== as ? `${type}.${name} [as ${as}]` : `${type}.${as}`;
}
