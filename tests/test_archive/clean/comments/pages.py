"""Comments as WordPress, Blogger, static blogs and microdata show them below an article."""

WORDPRESS = """
<div id="comments" class="comments-area"><h2>2 responses</h2><ol class="commentlist">
<li id="comment-12" class="comment even depth-1 parent">
<article id="div-comment-12" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><img><b class="fn"><a href=x>Ann Lee</a>
</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="#">
<time datetime="2024-05-03T10:00:00+00:00">May 3, 2024 at 10:00 am</time></a></div></footer>
<div class="comment-content"><p>First para.</p><p>Second<br>line.</p></div><div class="reply">
<a class="comment-reply-link">Reply</a></div></article>
<ol class="children"><li id="comment-13" class="comment depth-2">
<article id="div-comment-13" class="comment-body"><footer class="comment-meta"><b class="fn">Bob</b>
</footer><div class="comment-content"><p>I agree.</p></div></article>
<ol class="children"><li id="comment-14" class="comment depth-3">
<article id="div-comment-14" class="comment-body"><b class="fn">Cat</b><div class="comment-content">
<p>Me too.</p></div></article></li></ol></li>
<li id="comment-16" class="comment depth-2"><article id="div-comment-16" class="comment-body">
<b class="fn">Eve</b><div class="comment-content"><p>Not me.</p></div></article></li></ol></li>
<li id="comment-15" class="comment"><article id="div-comment-15" class="comment-body">
<b class="fn">Dan</b><div class="comment-content"><p>No.</p></div></article></li>
</ol><div id="respond" class="comment-respond"><form><p class="comment-form-comment">
<label>Comment</label><textarea></textarea></form></div></div>
"""

OLD_WORDPRESS = """
<ol class="commentlist"><li class="comment" id="comment-5"><div id="div-comment-5" class="comment-body">
<div class="comment-author vcard"><cite class="fn">Ann</cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="#comment-5">May 3, 2019 at 1:00 pm</a></div>
<p>Hello <a href=x>there</a> all.</p><div class="reply"><a>Reply</a></div></div></li></ol>
"""

BLOGGER = """
<div class="comments" id="comments"><h4>2 comments:</h4><div class="comments-content"><ol id="top-ra">
<li class="comment" id="c123456"><div class="avatar-image-container"><img></div>
<div class="comment-block"><div class="comment-header"><cite class="user"><a>Ann</a></cite>
<span class="icon user"></span><span class="datetime secondary-text"><a>3 May 2019 at 13:00</a></span>
</div><p class="comment-content">Nice post.<br><br>Bye</p><span class="comment-actions secondary-text">
<a>Reply</a></span></div><div class="comment-replies"><div class="comment-thread inline-thread">
<span class="thread-toggle"><span class="thread-count"><a>Replies</a></span></span>
<ol class="thread-chrome"><li class="comment" id="c99999"><div class="comment-block">
<div class="comment-header"><cite class="user">Bob</cite></div><p class="comment-content">Thanks</p>
</div></li></ol></div></div></li></ol></div></div>
"""

SIBLING_REPLIES = """
<div class="comments"><div class="comment" id="comment-1"><b class="author">Ann</b>
<div class="comment-text">One</div></div><div class="replies"><div class="comment" id="comment-2">
<b class=author>Bob</b><div class="comment-text">Two</div></div></div></div>
"""

SEMANTIC_UI = """
<section id="discussion"><div class="comment"><a class="avatar"></a><div class="content">
<a class="author">Matt</a><div class="metadata"><span class="date">5 May 2020</span></div>
<div class="text">How artistic!</div><div class="actions"><a class="reply">Reply</a></div></div>
<div class="comments"><div class="comment"><div class="content"><a class="author">Jo</a>
<div class="text">Yes.</div></div></div></div></div></section>
"""

MICRODATA = """
<article itemscope itemtype="http://schema.org/Article">
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<span itemprop="author">Ann</span><meta itemprop="dateCreated" content="2020-01-02">
<div itemprop="text">Good <b>one</b>.</div></div></article>
"""

UNNAMED = """
<div class="itemComments"><ul class="itemCommentsList"><li>
<span class="commentDate">Monday, 3 May 2019</span><span class="commentAuthorName">posted by Ann</span>
<p>Nice one.</p></li></ul></div>
"""

NO_COMMENTS = """
<aside class="widget_recent_comments"><ul id="recentcomments"><li class="recentcomments">
<span class="comment-author-link">Ann</span> on <a>Film</a></li></ul></aside><div id=comments>
<p class="nocomments">Comments are closed.</p></div><a class="comment">3 comments</a><div class=comment>
<a>3 Comments</a></div>
"""
