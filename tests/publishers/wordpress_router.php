<?php
// For PHP's own server: files are sent, PHP files run, and WordPress answers all other addresses. What is answered by
// PHP is noted in access.log beside the folder, since this server's own log has no line for it.
register_shutdown_function(function () {
    $line = http_response_code() . ' ' . $_SERVER['REQUEST_URI'] . "\n";
    file_put_contents(dirname(__DIR__) . '/access.log', $line, FILE_APPEND | LOCK_EX);
});
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = __DIR__ . $path;
if (is_dir($file) && $path !== '/' && is_file(rtrim($file, '/') . '/index.php')) {
    $file = rtrim($file, '/') . '/index.php';
}
if (is_file($file)) {
    if (str_ends_with($file, '.php')) {
        chdir(dirname($file));
        require $file;
        return true;
    }
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
chdir(__DIR__);
require __DIR__ . '/index.php';
