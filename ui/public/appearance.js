// Applies the reader's theme, text size, face and width of articles before the first paint. It runs ahead of the bundle, so it stands alone.
(function () {
  var root = document.documentElement;
  try {
    root.dataset.theme = localStorage.getItem('broadsheet.theme') || 'system';
    root.dataset.textSize = localStorage.getItem('broadsheet.text-size') || '0';
    root.dataset.readingFace = localStorage.getItem('broadsheet.reading-face') || 'serif';
    root.dataset.readingWidth = localStorage.getItem('broadsheet.reading-width') || 'usual';
  } catch {
    root.dataset.theme = 'system';
  }
})();
