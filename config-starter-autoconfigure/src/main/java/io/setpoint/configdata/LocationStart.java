package io.setpoint.configdata;

import java.util.List;
import java.util.function.Function;

import io.setpoint.document.LocationContent;
import io.setpoint.instance.Identity;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What a location has at hand when it is read for the first time: etcd at one revision,
 * and its last good content.
 *
 * @since 0.1.0
 */
public final class LocationStart {

	private final ImportReading reading;

	private final ReadLocation location;

	private final LocationContent empty;

	private final LocationContent.@Nullable Update saved;

	private final boolean required;

	LocationStart(ImportReading reading, ReadLocation location, LocationContent empty,
			LocationContent.@Nullable Update saved, boolean required) {
		this.reading = reading;
		this.location = location;
		this.empty = empty;
		this.saved = saved;
		this.required = required;
	}

	/**
	 * Return who this instance is.
	 * @return the identity
	 */
	public Identity identity() {
		return this.reading.identity();
	}

	/**
	 * Return where to log before logging is ready.
	 * @return the log
	 */
	public Log log() {
		return this.reading.log();
	}

	/**
	 * Return its content before anything is read.
	 * @return an empty content, which knows what the location may not say
	 */
	public LocationContent empty() {
		return this.empty;
	}

	/**
	 * Read from etcd.
	 * @param ranges prefixes that end in {@code /}, or single keys
	 * @return their keys
	 * @throws io.setpoint.store.StoreException if they cannot be read
	 */
	public Image read(List<String> ranges) {
		return this.reading.read(ranges, this.required);
	}

	/**
	 * Let the watch go on from what was read.
	 * @param image holds what is watched
	 */
	public void watchFrom(Image image) {
		String range = this.location.location().watched();
		this.location.watchFrom(range, image.entries(range));
	}

	/**
	 * Return the last good content if it is of the etcd that was read.
	 * @return the content, {@code null} if there is none
	 */
	public LocationContent.@Nullable Update lastGood() {
		return this.reading.usable(this.saved);
	}

	/**
	 * Accept what etcd has, each key that can be read, with the last good content to fall
	 * back to.
	 * @param changes tells what etcd has in terms of a content
	 * @param known problems that are known already
	 * @return the content
	 * @throws UnreadableLocationException if a key cannot be read and there is no last
	 * good content
	 */
	public LocationContent accept(Function<LocationContent, List<Change>> changes, List<String> known) {
		LocationContent.Update usable = lastGood();
		LocationContent.Update before = (usable != null) ? usable : this.empty.with(List.of());
		return this.reading.accept(this.location, before, changes.apply(before.content()), usable != null, known);
	}

	/**
	 * Accept changes as a whole, with another content of etcd to fall back to.
	 * @param fallback the other content
	 * @param changes the changes
	 * @return the content
	 */
	public LocationContent acceptOver(LocationContent fallback, List<Change> changes) {
		return this.reading.acceptOver(this.location, fallback, changes);
	}

	/**
	 * Stay with the last good content, because what is watched makes no sense.
	 * @param problem what is wrong with it
	 * @return the content
	 * @throws UnreadableLocationException if there is no last good content
	 */
	public LocationContent stay(String problem) {
		return this.reading.stay(this.location, lastGood(), problem);
	}

}
