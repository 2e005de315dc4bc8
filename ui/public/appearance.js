// Applies the reader's theme and text size before the first paint. It runs ahead of the bundle, so it stands alone.
(function () {
  var root = document.documentElement;
  try {
    root.dataset.theme = localStorage.getItem('broadsheet.theme') || 'system';
    root.dataset.textSize = localStorage.getItem('broadsheet.text-size') || '0';
  } catch {
    root.dataset.theme = 'system';
  }
})();
