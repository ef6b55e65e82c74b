// Promises that were rejected and that nobody handled, looked at when all promise jobs are done.

const pending = new Map();

/// Told by the engine, when a promise is rejected without a handler and when it gets one after all.
export function rejection(promise, reason, isHandled) {
  if (isHandled) pending.delete(promise);
  else pending.set(promise, reason);
}

/// Gives each to `report`; whether there was any.
export function settle(report) {
  if (pending.size === 0) return false;
  const all = [...pending];
  pending.clear();
  for (const [promise, reason] of all) report(reason, promise);
  return true;
}
