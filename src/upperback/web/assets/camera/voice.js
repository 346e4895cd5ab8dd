// Spoken cues by voices that run on this device; without one, a bell and the written line. Never two at once.

const tag = (lang) => lang.toLowerCase().replace("_", "-"); // some systems write en_GB

export class Voice {
  // speech: the language to speak, as a tag; a voice of it is chosen, of its own country before others. rate and volume as the
  // browser counts them; bell: whether tones may be heard.
  constructor(speech, { rate = 1, volume = 1, bell = true } = {}) {
    Object.assign(this, { rate, volume, ringing: bell });
    this.on = true; // spoken
    this.muted = false; // nothing is heard
    this.voice = null;
    const choose = () => {
      const here = globalThis.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
      const spoken = here.filter((voice) => tag(voice.lang).split("-")[0] === tag(speech).split("-")[0]);
      this.voice = spoken.find((voice) => tag(voice.lang) === tag(speech)) ?? spoken[0] ?? null;
    };
    choose();
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", choose);
  }

  say(words) {
    if (this.muted || !this.on || !words) return;
    if (!this.voice) {
      this.bell();
      return;
    }
    speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(words);
    Object.assign(spoken, { voice: this.voice, lang: this.voice.lang, rate: this.rate, volume: this.volume });
    speechSynthesis.speak(spoken);
  }

  // A soft tone; browsers allow it only after the person has touched the page.
  bell(pitch_hz = 660, long_s = 0.6) {
    if (this.muted || !this.ringing) return;
    this.audio ??= new AudioContext();
    if (this.audio.state !== "running") {
      this.audio.resume().catch(() => {});
      if (this.audio.state !== "running") return;
    }
    const now = this.audio.currentTime;
    const tone = this.audio.createOscillator();
    const loud = this.audio.createGain();
    tone.frequency.value = pitch_hz;
    loud.gain.setValueAtTime(0.0001, now);
    loud.gain.exponentialRampToValueAtTime(0.2, now + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, now + long_s);
    tone.connect(loud).connect(this.audio.destination);
    tone.start(now);
    tone.stop(now + long_s + 0.05);
  }

  mute(muted) {
    this.muted = muted;
    if (muted) globalThis.speechSynthesis?.cancel();
  }
}
