//! Markup that attacks its reader. Whatever of it runs or loads in an app is a fault of the app.

/// Scripts, handlers, frames, forms, styles and addresses that must not survive.
pub const HOSTILE: &str = r##"<script>alert(1); document.title = "taken"</script>
<p onclick="alert(2)" onmouseover="alert(3)" style="position:fixed;inset:0;background:url(/pixel.gif?style)">This paragraph carries handlers and a style.</p>
<img src="/missing.png" onerror="alert(4)" alt="broken on purpose">
<p>A <a href="javascript:alert(5)">link that runs</a>, a <a href="  JaVaScRiPt&#58;alert(6)">link in disguise</a>, a <a href="data:text/html,<script>alert(7)</script>">page in a link</a> and a <a href="/safe" onfocus="alert(8)" autofocus>link with a handler</a>.</p>
<iframe src="/frame" srcdoc="<script>alert(9)</script>"></iframe>
<object data="/frame"></object><embed src="/frame">
<form action="/steal" method="post"><input name="secret" autofocus onfocus="alert(10)"><button formaction="javascript:alert(11)">Send</button></form>
<svg onload="alert(12)"><script>alert(13)</script><animate onbegin="alert(14)" attributeName="x"/></svg>
<math><mtext><style><img src=x onerror="alert(15)"></style></mtext></math>
<style>body{background:red} * { color: transparent }</style>
<link rel="stylesheet" href="/evil.css"><base href="http://127.0.0.1:1/"><meta http-equiv="refresh" content="0;url=/taken">
<template><img src=x onerror="alert(16)"></template><noscript><p title="</noscript><img src=x onerror=alert(17)>">between modes</p></noscript>
<video src="/v.mp4" onloadstart="alert(18)" autoplay poster="javascript:alert(19)"></video>
<p>The last honest sentence of a dishonest page.</p>
"##;
