"""What the JSON API offers, for programs and for people who write them: an OpenAPI 3.1 document in English.

Its nouns are the operation (a method on an address), the schema (the shape of a body) and the part (a file of the
document). The one hard rule: what is described is what is answered, which the tests check over every call there is. The
document is data; this package leans on core alone and knows no room.
"""
