package io.setpoint;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A setter-based bean that remembers every size that it was given.
 */
@ConfigurationProperties("pool")
public class Pool {

	private int size = 10;

	private final List<Integer> sizes = new ArrayList<>();

	public int getSize() {
		return this.size;
	}

	public void setSize(int size) {
		this.size = size;
		this.sizes.add(size);
	}

	/**
	 * Return what it was given.
	 * @return the sizes, in their order
	 */
	public List<Integer> given() {
		return this.sizes;
	}

}
