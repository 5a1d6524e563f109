<?php
// What an editor does in WordPress's admin pages, by WordPress's own functions. Reads {"do": NAME, ...} from standard
// input and prints the result as JSON. Argument: the folder of WordPress.
define('WP_INSTALLING', in_array('install', $argv, true));
define('WP_ADMIN', true);
$given = json_decode(stream_get_contents(STDIN), true);
$_SERVER['HTTP_HOST'] = $given['host'];
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

function author(string $name): int
{
    $login = 'u' . substr(md5($name), 0, 10);
    $user = get_user_by('login', $login);
    if ($user) {
        return $user->ID;
    }
    return wp_insert_user([
        'user_login' => $login, 'user_pass' => md5($name . 'x'), 'user_email' => "$login@gazette.example",
        'display_name' => $name, 'nickname' => $name, 'role' => 'author',
    ]);
}

function category(string $name): int
{
    $term = term_exists($name, 'category') ?: wp_insert_term($name, 'category');
    return (int) $term['term_id'];
}

function post_id(string $slug): int
{
    $posts = get_posts(['name' => $slug, 'post_status' => 'any', 'post_type' => 'post', 'numberposts' => 1]);
    return $posts[0]->ID;
}

function insert(array $post): void
{
    $states = ['draft' => 'draft', 'private' => 'private', 'future' => 'future'];
    $id = wp_insert_post(wp_slash([
        'post_title' => $post['title'], 'post_name' => $post['slug'], 'post_content' => $post['html'],
        'post_date' => $post['date'], 'post_date_gmt' => $post['date'], 'post_author' => author($post['author']),
        'post_category' => [category($post['category'])], 'post_password' => $post['state'] === 'protected' ? 'x' : '',
        'post_status' => $states[$post['state']] ?? 'publish', 'comment_status' => 'open',
    ]), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    foreach ($post['comments'] as [$name, $text]) {
        wp_insert_comment([
            'comment_post_ID' => $id, 'comment_author' => $name, 'comment_content' => $text, 'comment_approved' => 1,
            'comment_author_email' => 'reader@gazette.example',
        ]);
    }
}

switch ($given['do']) {
    case 'install':
        wp_install($given['title'], 'editor', 'editor@gazette.example', true, '', 'secret');
        update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
        update_option('timezone_string', 'UTC');
        wp_delete_post(1, true);  // "Hello world!"; the "Sample Page" stays, as on many sites
        break;
    case 'write':
        array_map('insert', $given['posts']);
        flush_rewrite_rules();
        break;
    case 'theme':
        switch_theme($given['theme']);
        break;
    case 'change':
        wp_update_post(wp_slash(['ID' => post_id($given['slug'])] + $given['change']), true);
        break;
    case 'trash':
        wp_trash_post(post_id($given['slug']));
        break;
}
echo json_encode(['version' => $wp_version, 'theme' => wp_get_theme()->get('Name') . ' ' . wp_get_theme()->get('Version')]);
