// Spoken cues by voices that run on this device; without one, a bell and the written line. Never two at once.

export class Voice {
  constructor() {
    this.on = true;
    this.voice = null;
    const choose = () => {
      const here = globalThis.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
      this.voice = here.find((voice) => voice.lang.startsWith("en")) ?? null;
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
