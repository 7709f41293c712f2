/**
 * What an application accepts, written down so that people and programs that have not its
 * classes can tell: a JSON Schema of its bound types, and the check of documents and keys
 * by it.
 */
@NullMarked
package io.setpoint.schema;

import org.jspecify.annotations.NullMarked;
