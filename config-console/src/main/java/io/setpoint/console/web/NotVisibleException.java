package io.setpoint.console.web;

import io.setpoint.store.OneLine;

/**
 * There is no such thing, or it may not be seen, which is not told apart.
 */
final class NotVisibleException extends RuntimeException {

	private NotVisibleException(String message) {
		super(message);
	}

	static NotVisibleException configuration(String name) {
		return new NotVisibleException("There is no configuration '" + name + "' here, or no role of yours is for it.");
	}

	static NotVisibleException path(String path) {
		return new NotVisibleException("Nothing that you may see is at '" + OneLine.name(path)
				+ "': no role of yours is for that path, nor for a configuration that reads it.");
	}

	static NotVisibleException entry(String name, long serial) {
		return new NotVisibleException("The history of '" + name + "' has no entry " + serial + ".");
	}

}
