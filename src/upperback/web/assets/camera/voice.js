// Spoken cues by voices that run on this device; without one, a bell and the written line. Never two at once.

const tag = (lang) => lang.toLowerCase().replace("_", "-"); // some systems write en_GB

export class Voice {
  // speech: the language to speak, as a tag; a voice of it is chosen, of its own country before others.
  constructor(speech) {
    this.on = true;
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
    if (!this.on || !words) return;
    if (!this.voice) {
      this.bell();
      return;
    }
    speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.voice = this.voice;
    spoken.lang = this.voice.lang;
    speechSynthesis.speak(spoken);
  }

  // A soft tone; browsers allow it only after the person has touched the page.
  bell(pitch_hz = 660) {
    if (!this.on) return;
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
    loud.gain.exponentialRampToValueAtTime(0.0001, now + 0.6);
    tone.connect(loud).connect(this.audio.destination);
    tone.start(now);
    tone.stop(now + 0.65);
  }

  mute(muted) {
    this.on = !muted;
    if (muted) globalThis.speechSynthesis?.cancel();
  }
}
