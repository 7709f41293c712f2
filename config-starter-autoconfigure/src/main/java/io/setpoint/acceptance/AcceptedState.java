package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.LiveOrigin;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.Handed;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

/**
 * What is accepted and what is refused at the moment, for whoever reports it. Reading it
 * takes no lock: a type that takes its time to be bound holds up no reader.
 *
 * @since 0.1.0
 */
public final class AcceptedState {

	private final Commits commits;

	private final Publications publications;

	private final Refusals refusals;

	AcceptedState(Commits commits, Publications publications, Refusals refusals) {
		this.commits = commits;
		this.publications = publications;
		this.refusals = refusals;
	}

	/**
	 * Return the revision up to which everything is worked off.
	 * @return an etcd revision, or 0 if nothing could be read so far
	 */
	public long revision() {
		return this.publications.publication().revision();
	}

	/**
	 * Return the locations.
	 * @return their sources, strongest first
	 */
	public Collection<LocationPropertySource> locations() {
		return this.commits.locations();
	}

	/**
	 * Return the accepted content of every location.
	 * @return the contents by prefix
	 */
	public Map<String, LocationContent> contents() {
		return holdings().contents();
	}

	/**
	 * Return the accepted content of a location.
	 * @param prefix the prefix of the location
	 * @return its content
	 */
	public LocationContent content(String prefix) {
		return Objects.requireNonNull(contents().get(prefix));
	}

	/**
	 * Return what is in etcd and refused here.
	 * @return the refused keys
	 */
	public List<Refusal> refusals() {
		List<Refusal> refusals = new ArrayList<>(holdings().refusals());
		refusals.addAll(this.refusals.unusable());
		return refusals;
	}

	/**
	 * Return where the values come from of all types that have been bound so far.
	 * @return the origins, in the order of the types' definitions
	 */
	public Map<BoundType, LiveOrigin> origins() {
		return this.publications.origins();
	}

	/**
	 * Return what the setters of a type were given.
	 * @param type the type
	 * @return what they were given, {@code null} if it has none or was not bound
	 */
	public @Nullable Handed handed(BoundType type) {
		return this.publications.publication().handed(type);
	}

	/**
	 * Return which change of each key of a plain location is accepted or pending.
	 * @param prefix the prefix of the location
	 * @return the revisions by key, {@code null} if the location has versions
	 */
	@Nullable Map<String, Long> held(String prefix) {
		return holdings().held(prefix);
	}

	Holdings holdings() {
		return this.commits.holdings();
	}

}
