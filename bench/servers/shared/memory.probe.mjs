/** Preloaded, with `--expose-gc`: tells over the channel how much memory the process holds once its garbage is gone. */
process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage());
});
process.channel.unref();
