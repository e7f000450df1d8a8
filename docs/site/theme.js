// Before the first paint: the theme that was chosen in the demo or here.
try {
  document.documentElement.style.colorScheme = localStorage.getItem('wasmagine theme') || '';
} catch {
  // Storage is switched off; the device decides.
}
