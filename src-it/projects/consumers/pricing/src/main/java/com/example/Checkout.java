package com.example;

import io.setpoint.Live;

import org.springframework.stereotype.Service;

@Service
public class Checkout {

	private final Live<Pricing> pricing;

	Checkout(Live<Pricing> pricing) {
		this.pricing = pricing;
	}

	public int discount() {
		return this.pricing.get().discountPercent();
	}

}
