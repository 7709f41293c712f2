package io.setpoint.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import jakarta.validation.Validation;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * What one would write oneself: a listener of jetcd that keeps the values of a prefix and
 * binds and validates one type, with each change anew, by Spring Boot's binder. It does
 * not resume, refuses nothing and tells nobody.
 */
final class PlainBinder implements AutoCloseable {

	private static final Bindable<Limits> LIMITS = Bindable.of(Limits.class);

	private final Validator validator = new SpringValidatorAdapter(
			Validation.buildDefaultValidatorFactory().getValidator());

	private final MapConfigurationPropertySource source = new MapConfigurationPropertySource();

	private final Client client;

	private final String prefix;

	private volatile Limits limits;

	private PlainBinder(Client client, String prefix, GetResponse response) {
		this.client = client;
		this.prefix = prefix;
		response.getKvs().forEach((entry) -> this.source.put(name(entry), text(entry.getValue())));
		this.limits = bind();
	}

	/**
	 * Start the application without Setpoint's import, and follow beside it.
	 * @param endpoint where etcd is
	 * @param prefix the prefix
	 * @return the binder
	 */
	static PlainBinder start(String endpoint, String prefix) {
		Client client = Client.builder().endpoints(endpoint).build();
		GetResponse response = client.getKVClient()
			.get(BareWatch.bytes(prefix), GetOption.builder().isPrefix(true).build())
			.join();
		PlainBinder binder = new PlainBinder(client, prefix, response);
		Map<String, Object> properties = new HashMap<>();
		response.getKvs().forEach((entry) -> properties.put(binder.name(entry), text(entry.getValue())));
		Applications.start(properties);
		client.getWatchClient()
			.watch(BareWatch.bytes(prefix),
					WatchOption.builder().isPrefix(true).withRevision(response.getHeader().getRevision() + 1).build(),
					binder::take);
		return binder;
	}

	private String name(KeyValue entry) {
		return text(entry.getKey()).substring(this.prefix.length()).replace('/', '.');
	}

	private static String text(ByteSequence bytes) {
		return bytes.toString(StandardCharsets.UTF_8);
	}

	private Limits bind() {
		return new Binder(this.source).bind("limits", LIMITS, new ValidationBindHandler(this.validator)).get();
	}

	long serial() {
		return this.limits.serial();
	}

	private void take(WatchResponse response) {
		for (WatchEvent event : response.getEvents()) {
			this.source.put(name(event.getKeyValue()), text(event.getKeyValue().getValue()));
		}
		this.limits = bind();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
