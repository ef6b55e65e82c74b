// What QuickJS leaves out and packages name while they are loaded. Imported before all others.

globalThis.Atomics ??= {};
