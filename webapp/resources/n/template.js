// The editor of templates: the mail as it looks, edited in a frame of its own where no script runs,
// or its source; placeholders go where the cursor was last.
(function () {
  'use strict';
  var nurture = window.nurture = window.nurture || {};
  var TOKENS = /\{[{%][\s\S]*?[%}]\}/g;
  var wanted = 'visual';
  var at = null;

  function decode(text) {
    return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&nbsp;/g, ' ').replace(/&amp;/g, '&');
  }

  // Placeholders and tags in their order: what both forms must have in common.
  function skeleton(html) {
    return (decode(html).replace(/<!--[\s\S]*?-->/g, '').match(/\{[{%][\s\S]*?[%}]\}|<[a-z][a-z0-9]*/gi) || [])
      .map(function (token) { return token.toLowerCase(); })
      .filter(function (token) { return !/^<(html|head|body|tbody|title|meta)$/.test(token); })
      .join(' ');
  }

  function isWhole(html) {
    return /<(html|body|head)[\s>]/i.test(html);
  }

  function fill(editor, html) {
    var page = editor.frame.contentDocument;
    editor.whole = isWhole(html);
    editor.doctype = (html.match(/^\s*<!doctype[^>]*>\s*/i) || [''])[0];
    if (editor.whole) {
      page.documentElement.innerHTML = html.replace(/^\s*<!doctype[^>]*>/i, '').replace(/^\s*<html[^>]*>/i, '').replace(/<\/html>\s*$/i, '');
    } else {
      page.body.innerHTML = html;
    }
    var own = page.createElement('style');
    own.setAttribute('data-n', 'own');
    own.textContent = ':where(body){margin:8px;font:15px/22px Arial,Helvetica,sans-serif;min-height:220px;overflow-wrap:anywhere}';
    page.head.prepend(own);
  }

  function html(editor) {
    var page = editor.frame.contentDocument;
    var copy = page.documentElement.cloneNode(true);
    copy.querySelectorAll('[data-n="own"]').forEach(function (style) { style.remove(); });
    var text = editor.whole ? editor.doctype + copy.outerHTML : copy.querySelector('body').innerHTML;
    return text.replace(TOKENS, decode);
  }

  function store(editor, now) {
    window.clearTimeout(editor.timer);
    editor.timer = window.setTimeout(function () {
      var text = html(editor);
      var empty = text.replace(/<[^>]*>/g, '').trim() === '' && !/<img|<hr/i.test(text);
      var value = empty ? '' : text;
      if (editor.area.value !== value) {
        editor.area.value = value;
        editor.area.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }, now ? 0 : 500);
  }

  function show(editor, mode) {
    var visual = mode === 'visual' && editor.fits;
    editor.frame.hidden = !visual;
    editor.area.classList.toggle('n-away', visual);
    editor.area.tabIndex = visual ? -1 : 0;
    editor.tools.hidden = !visual;
    editor.only.hidden = editor.fits;
    editor.box.querySelectorAll('[data-n-mode]').forEach(function (button) {
      button.setAttribute('aria-pressed', String((button.getAttribute('data-n-mode') === 'visual') === visual));
      button.disabled = button.getAttribute('data-n-mode') === 'visual' && !editor.fits;
    });
    editor.asklink.hidden = true;
  }

  function ready(editor) {
    var page = editor.frame.contentDocument;
    fill(editor, editor.area.value || '<p><br></p>');
    editor.fits = skeleton(html(editor)) === skeleton(editor.area.value || '<p><br></p>');
    page.designMode = 'on';
    page.execCommand('defaultParagraphSeparator', false, 'p');
    page.addEventListener('input', function () { store(editor); });
    page.addEventListener('focusin', function () { at = editor; });
    page.addEventListener('click', function (event) { if (event.target.closest('a')) { event.preventDefault(); } });
    page.addEventListener('keydown', function (event) {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
        event.preventDefault();
        store(editor, true);
        window.setTimeout(function () { editor.box.closest('.ui-dialog').querySelector('.n-go').click(); }, 30);
      } else if (event.key === 'Escape') {
        editor.box.closest('.ui-dialog').querySelector('.n-esc').click();
      } else if (event.key === 'Tab') {
        // out of the frame, as from any field
        event.preventDefault();
        var within = Array.from(editor.box.closest('.ui-dialog').querySelectorAll('a[href], button, input, select, textarea, summary, iframe'))
          .filter(function (e) { return e.getClientRects().length && !e.disabled && (e.tabIndex >= 0 || e === editor.frame); });
        var next = within[within.indexOf(editor.frame) + (event.shiftKey ? -1 : 1)];
        if (next) {
          next.focus();
        }
      }
    });
    show(editor, wanted);
  }

  function setUp(dialog) {
    var frame = dialog && dialog.querySelector('.n-visual');
    if (!frame || frame.nurture) {
      return;
    }
    var box = frame.closest('.n-body');
    var editor = {
      frame: frame, box: box, area: document.getElementById(frame.getAttribute('data-for')),
      tools: box.querySelector('.n-tools'), only: box.querySelector('.n-only'), asklink: box.querySelector('.n-asklink'), fits: true
    };
    frame.nurture = editor;
    frame.addEventListener('load', function () { ready(editor); });
    frame.src = frame.getAttribute('data-src');
  }

  nurture.editTemplate = function (name) {
    window.setTimeout(function () {
      setUp(document.getElementById(name));
      at = null;
      nurture.focusFirst(name);
    }, 30);
  };

  // The source was changed from outside.
  nurture.editAgain = function () {
    document.querySelectorAll('.n-visual').forEach(function (frame) {
      var dialog = frame.closest('.ui-dialog');
      if (!frame.nurture) {
        setUp(dialog);
      } else {
        frame.nurture.area = document.getElementById(frame.getAttribute('data-for'));
        fill(frame.nurture, frame.nurture.area.value);
        show(frame.nurture, wanted);
      }
    });
  };

  function editorOf(element) {
    var frame = element.closest('.n-body') && element.closest('.n-body').querySelector('.n-visual');
    return frame && frame.nurture;
  }

  function run(editor, command, value) {
    editor.frame.contentWindow.focus();
    editor.frame.contentDocument.execCommand(command, false, value);
    store(editor);
  }

  function ask(editor, what) {
    editor.asking = what;
    var selection = editor.frame.contentDocument.getSelection();
    editor.range = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    editor.asklink.hidden = false;
    var input = editor.asklink.querySelector('input');
    input.value = '';
    input.focus();
  }

  function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  }

  function address(editor) {
    var url = editor.asklink.querySelector('input').value.trim();
    editor.asklink.hidden = true;
    if (!url || /^\s*(javascript|data|vbscript):/i.test(url)) {
      return;
    }
    if (!/^[a-z]+:|^\{\{/i.test(url)) {
      url = 'https://' + url;
    }
    editor.frame.contentWindow.focus();
    var selection = editor.frame.contentDocument.getSelection();
    if (editor.range) {
      selection.removeAllRanges();
      selection.addRange(editor.range);
    }
    var words = selection.toString();
    if (editor.asking === 'image') {
      run(editor, 'insertHTML', '<img src="' + escaped(url) + '" alt="' + escaped(words) + '" style="max-width:100%">');
    } else if (editor.asking === 'button') {
      run(editor, 'insertHTML', '<a href="' + escaped(url) + '" style="display:inline-block;background:#2b4fd8;color:#ffffff;font-weight:600;padding:10px 18px;border-radius:6px;text-decoration:none">' + escaped(words || url.replace(/^https?:\/\//, '')) + '</a>&nbsp;');
    } else if (words) {
      run(editor, 'createLink', url);
    } else {
      run(editor, 'insertHTML', '<a href="' + escaped(url) + '">' + escaped(url.replace(/^https?:\/\//, '')) + '</a>&nbsp;');
    }
  }

  document.addEventListener('mousedown', function (event) {
    // what is marked in the frame stays marked
    if (event.target.closest('[data-n-do]')) {
      event.preventDefault();
    }
  });

  document.addEventListener('click', function (event) {
    var mode = event.target.closest('[data-n-mode]');
    var tool = event.target.closest('[data-n-do]');
    var editor = (mode || tool) && editorOf(mode || tool);
    if (!editor) {
      return;
    }
    if (mode) {
      wanted = mode.getAttribute('data-n-mode');
      if (wanted === 'visual') {
        fill(editor, editor.area.value || '<p><br></p>');
        editor.fits = skeleton(html(editor)) === skeleton(editor.area.value || '<p><br></p>');
      }
      show(editor, wanted);
      return;
    }
    var command = tool.getAttribute('data-n-do');
    if (command === 'link' || command === 'button' || command === 'image') {
      ask(editor, command);
    } else if (command === 'address') {
      address(editor);
    } else {
      run(editor, command);
    }
  });

  document.addEventListener('keydown', function (event) {
    var box = event.target.closest && event.target.closest('.n-asklink');
    if (box && event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      address(editorOf(box));
    } else if (box && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      box.hidden = true;
      editorOf(box).frame.contentWindow.focus();
    }
  }, true);

  document.addEventListener('focusin', function (event) {
    if (event.target.matches('.n-liquid')) {
      at = event.target;
    }
  });

  // Into the field that had the focus last; else the body.
  function insert(text, dialog) {
    var editor = dialog.querySelector('.n-visual') && dialog.querySelector('.n-visual').nurture;
    var visual = editor && !editor.frame.hidden;
    var target = at && at.frame ? (visual ? at : null) : at && dialog.contains(at) && at.getClientRects().length && !at.classList.contains('n-away') ? at : null;
    if (!target) {
      target = visual ? editor : dialog.querySelector('textarea.n-liquid:not(.n-away)');
    }
    if (target.frame) {
      run(target, 'insertText', text);
      return;
    }
    var from = target.selectionStart === null ? target.value.length : target.selectionStart;
    target.focus();
    target.setRangeText(text, from, target.selectionEnd === null ? from : target.selectionEnd, 'end');
    target.dispatchEvent(new Event('input', { bubbles: true }));
    target.dispatchEvent(new Event('change', { bubbles: true }));
  }

  document.addEventListener('change', function (event) {
    if (event.target.matches('.n-placeholder') && event.target.value) {
      var dialog = event.target.closest('.ui-dialog');
      var otherwise = dialog.querySelector('.n-default').value.trim();
      var text = '{{ object.' + event.target.value + (otherwise ? ' | default: "' + otherwise.replace(/"/g, '') + '"' : '') + ' }}';
      event.target.value = '';
      nurture.afterPick = null;
      window.setTimeout(function () { insert(text, dialog); }, 20);
    } else if (event.target.matches('[data-n-block]')) {
      run(editorOf(event.target), 'formatBlock', '<' + event.target.value + '>');
    }
  });
})();
