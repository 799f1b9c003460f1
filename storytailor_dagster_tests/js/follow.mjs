// Runs a client's snippet, as it stands in its file, with the real supabase-js: node follow.mjs URL KEY TOKEN STORY SNIPPET
// What the snippet's own functions are told goes to stdout, a JSON object a line; the process ends with the story.
import { readFile } from "node:fs/promises";
import { createClient } from "@supabase/supabase-js";

const [url, key, token, storyId, snippet] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const supabase = createClient(url, key, {
  accessToken: async () => token,
  realtime: process.env.VERSION ? { vsn: process.env.VERSION } : {},
});

// What the page around a snippet has.
let overall;
const around = {
  supabase,
  storyId,
  updateProgress: (status) => say({ progress: status }),
  showToast: (text) => say({ toast: text }),
  loadStory: (id) => say({ load: id }),
};

const channels = supabase.channel.bind(supabase);
supabase.channel = (...given) => {
  const channel = channels(...given);
  const on = channel.on.bind(channel);
  channel.on = (kind, filter, hears) =>
    on(kind, filter, (payload) => {
      say({ event: payload.eventType, table: payload.table, status: payload.new.asset_generation_status });
      hears(payload);
      overall = payload.new.asset_generation_status?.overall;
      if (["ready", "partial", "failed"].includes(overall)) finish();
    });
  const subscribe = channel.subscribe.bind(channel);
  channel.subscribe = (hears) =>
    subscribe((state, error) => {
      say({ state, error: error?.message });
      hears?.(state, error);
    });
  return channel;
};

async function finish() {
  say({ removed: await supabase.removeAllChannels() });
  process.exit(0);
}

setTimeout(() => process.exit(3), 280_000).unref();
const code = await readFile(snippet, "utf8");
const Snippet = Object.getPrototypeOf(async function () {}).constructor;
await new Snippet(...Object.keys(around), code)(...Object.values(around));
