filedesc://vale.arc 192.0.2.1 20241203050221 text/plain 4
1 0

http://vale.example/1 192.0.2.1 20241203050221 text/plain 62
HTTP/1.1 200 OK
Content-Type: text/plain

Rain

It rained.

